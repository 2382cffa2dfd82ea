"""Django's makemessages, so that a catalogue changes only where what people read has changed."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collects the strings of the application for locale/: no line numbers, no wrapping, no guessed translations."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args, **options):
        options.update(add_location="file", no_wrap=True, no_obsolete=True)
        options["ignore_patterns"] += [".venv", "var", "tests", "bench"]
        super().handle(*args, **options)
