"""Tables that come in from Excel and CSV: read with care, tried out first, written all at once or not at all.

One mechanism for every room. A room says what it takes in (`importer.Importer`, registered from its AppConfig.ready())
and mounts the screens in its urls.py (`urls.import_urls`).
"""
