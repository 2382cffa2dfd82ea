"""The guided set-up as one command, for automated installations."""

import sys

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from citedesmetiers import starting_lists
from citedesmetiers.models import Centre, Site, User
from citedesmetiers.models.site import ALL_SERVICES
from citedesmetiers.models.user import Role


class Command(BaseCommand):
    help = "Set up an empty installation: the centre, its main site, the starting lists, the first administrator."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="full name of the centre")
        parser.add_argument("--site", required=True, help="name of the main site")
        parser.add_argument(
            "--language", required=True, choices=[code for code, _name in settings.LANGUAGES], help="main language"
        )
        parser.add_argument(
            "--further-language",
            action="append",
            default=[],
            choices=[code for code, _name in settings.LANGUAGES],
            help="another language that the centre offers; may be given several times",
        )
        parser.add_argument("--area", default="", help="territory, the second line of the name")
        parser.add_argument("--country", default="FR", help="two letters; FR when left out")
        parser.add_argument("--admin-email", required=True, help="e-mail address of the first administrator")
        parser.add_argument("--admin-name", default="", help="name of the first administrator")
        parser.add_argument(
            "--admin-password-stdin",
            action="store_true",
            required=True,
            help="read the administrator's password from standard input; it never stands in the list of processes",
        )

    def handle(self, **options):
        migrate()
        if Centre.objects.is_set_up():
            raise CommandError("This installation is set up already; nothing was changed.")
        if Centre.objects.exists() or User.objects.exists():
            raise CommandError("Somebody has begun the set-up in the browser; finish it there. Nothing was changed.")
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            with transaction.atomic():
                added = self.set_up(password, **options)
        except ValidationError as error:
            raise CommandError(f"{sentence(error)} Nothing was changed.") from error
        self.stdout.write(
            f"Set up {options['name']} with its main site {options['site']}, {added.purposes} purposes and reasons, "
            f"{added.values} list values and the administrator {options['admin_email'].lower()}.\n"
            "Still to be given under Settings: opening hours, municipalities, accounts of colleagues."
        )

    def set_up(self, password, *, name, site, language, further_language, area, country, admin_email, admin_name, **_):
        """Create everything, checked as in the browser. Returns what the starting lists added."""
        user = User(
            email=admin_email.strip().lower(),
            name=admin_name or admin_email.partition("@")[0],
            roles=[Role.ADMIN],
            language=language,
        )
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
        user.save()
        offered = {language, *further_language}
        centre = Centre(
            area_name=area,
            country=country.upper(),
            default_language=language,
            languages=[code for code, _name in settings.LANGUAGES if code in offered],
        )
        place = Site(kind=Site.Kind.MAIN, code="main", country=country.upper(), services=ALL_SERVICES)
        for row, text in ((centre, name), (place, site)):
            setattr(row, f"name_{language}", text.strip())
            row.full_clean()
            row.save()
        added = starting_lists.load()
        centre.finish_set_up()
        return added


def migrate():
    """Bring the schema of a fresh database up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def sentence(error):
    """What is wrong, with the name of the field where there is one."""
    if hasattr(error, "error_dict"):
        return " ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
    return " ".join(error.messages)
