"""Break-glass: somebody lost the phone and the recovery codes."""

import logging

from django.core.management.base import BaseCommand, CommandError

from citedesmetiers import second_factor, sessions
from citedesmetiers.accounts import canonical
from citedesmetiers.models import User

log = logging.getLogger("citedesmetiers.accounts")


class Command(BaseCommand):
    help = (
        "Take the second factor away from an account whose owner lost phone and recovery codes. "
        "Make sure first, face to face or by telephone, that it is the owner who asks."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the e-mail address that the person signs in with")

    def handle(self, *, email, **options):
        user = User.objects.filter(email=canonical(email)).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        if not second_factor.remove(user):
            raise CommandError(f"The account {user.email} has no second factor; nothing was changed.")
        ended = sessions.end(user)
        log.warning("second factor of account %d removed from the command line", user.pk)
        self.stdout.write(f"The second factor and the recovery codes of {user.email} are removed.")
        self.stdout.write(f"Sessions ended: {ended}.")
        if user.needs_second_factor:
            self.stdout.write("The next sign-in asks to set up a new one.")
