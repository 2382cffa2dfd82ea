#!/usr/bin/env python3
"""Django's command line, with the database of this installation within reach."""

import os
import sys

from django.core.management import execute_from_command_line

from citedesmetiers.installation import InstallationError
from citedesmetiers.loading import set_up
from citedesmetiers.sharing import for_command


def main():
    """Run one management command; the embedded database is started for its length when it is not running."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citedesmetiers.settings")
    try:
        with for_command(sys.argv):
            set_up()
            execute_from_command_line(sys.argv)
    except InstallationError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
