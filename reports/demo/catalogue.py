"""The catalogue of the demonstration centre, moved in as a centre would: by the import of holdings."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from documentation.search import index

FILE = Path(__file__).parent / "catalogue.csv"


def fill():
    """Import catalogue.csv and fill the tables of the search. Returns how many resources visitors can find."""
    call_command("import_catalogue", str(FILE), commit=True, verbosity=0, stdout=StringIO())
    return index.rebuild()
