import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models.site import Site


class Role(models.TextChoices):
    """What a person does here. Roles add up: a counsellor may also run workshops."""

    RECEPTION = "reception", _("Reception")
    COUNSELLOR = "counsellor", _("Counsellor")
    DOCUMENTATION = "documentation", _("Information officer")
    EVENTS = "events", _("Events organiser")
    PARTNERSHIP = "partnership", _("Partnership manager")
    DIRECTOR = "director", _("Director")
    ADMIN = "admin", _("Administrator")


class UserQuerySet(models.QuerySet):
    def open_on(self, day):
        """Accounts that may sign in on `day`."""
        return self.filter(is_active=True).filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day))

    def in_state(self, state, day):
        """Accounts that are in `state` (of User.State) on `day`."""
        State = self.model.State
        if state == State.CLOSED:
            return self.filter(is_active=False)
        if state == State.ENDED:
            return self.filter(is_active=True, expires_on__lt=day)
        without_password = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.open_on(day).filter(without_password if state == State.INVITED else ~without_password)

    def with_more_places_than(self, user):
        """Accounts that see a place which `user` does not."""
        elsewhere = self.model.sites.through.objects.exclude(site__in=user.sites.values("pk"))
        sees_all = Q(roles__overlap=[Role.DIRECTOR, Role.ADMIN])
        return self.filter(sees_all | Q(pk__in=elsewhere.values("user")))

    def lasting_administrators(self):
        """Open accounts that manage accounts, have a password and no last day; there is always one of them."""
        lasting = self.filter(is_active=True, expires_on__isnull=True, roles__contains=[Role.ADMIN])
        return lasting.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def open_account(self, pk):
        """The account `pk` unless it is closed, else None; asked in plain SQL, as every request asks it."""
        fields = self.model._meta.concrete_fields
        with connection.cursor() as cursor:
            cursor.execute(self._account_of, [pk])
            row = cursor.fetchone()
        return row and self.model.from_db(connection.alias, [field.attname for field in fields], row)

    @cached_property
    def _account_of(self):
        quote, meta = connection.ops.quote_name, self.model._meta
        columns = ", ".join(quote(field.column) for field in meta.concrete_fields)
        return f"SELECT {columns} FROM {quote(meta.db_table)} WHERE id = %s AND is_active"  # noqa: S608 -- names only

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, *, password=None, sites=(), **fields):
        """A new account; without a password nobody can sign in with it until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        user.sites.add(*sites)
        return user


# Password and last sign-in stay out of the audit trail: the one is secret, the other says who works when.
AUDITED = ["email", "name", "roles", "language", "is_active", "expires_on"]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(*AUDITED)),
    pghistory.DeleteEvent(),
    fields=["id", *AUDITED],
    obj_field=pghistory.ObjForeignKey(related_name="events"),
    model_name="UserEvent",
)
class User(AbstractBaseUser):
    """A member of staff who signs in with an e-mail address: the only personal data in the system."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        INVITED = "invited", _("Invited, no password yet")
        ENDED = "ended", _("Last day over")
        CLOSED = "closed", _("Closed")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100, help_text=_("As colleagues know the person or the counter."))
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), verbose_name=_("roles"), default=list, blank=True
    )
    sites = models.ManyToManyField(Site, verbose_name=_("works at"), related_name="+", blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    is_active = models.BooleanField(_("may sign in"), default=True)
    expires_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("The account closes by itself after this day.")
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_whatever_its_case",
                violation_error_message=_("There is an account with this address already."),
            ),
            models.CheckConstraint(
                name="user_roles_are_known",
                condition=Q(roles__contained_by=Role.values),
                violation_error_message=_("One of the roles is not known."),
            ),
        ]

    def __str__(self):
        return self.name

    def has_role(self, *roles):
        """True when the person has at least one of `roles`."""
        return not set(roles).isdisjoint(self.roles)

    @property
    def sees_all_sites(self):
        return self.has_role(Role.DIRECTOR, Role.ADMIN)

    @property
    def has_expired(self):
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def needs_second_factor(self):
        """Directors and administrators sign in with a second factor in a real installation."""
        return self.has_role(Role.DIRECTOR, Role.ADMIN)

    @property
    def state(self):
        """Which User.State the account is in today. See also UserQuerySet.in_state."""
        if not self.is_active:
            return self.State.CLOSED
        if self.has_expired:
            return self.State.ENDED
        return self.State.OPEN if self.has_usable_password() else self.State.INVITED

    @property
    def role_names(self):
        """The names of the person's roles, in the order of the list of roles."""
        return [role.label for role in Role if role in self.roles]

    @property
    def is_last_administrator(self):
        """True when nobody could manage accounts without this one."""
        administrators = type(self).objects.lasting_administrators()
        return administrators.filter(pk=self.pk).exists() and not administrators.exclude(pk=self.pk).exists()

    def get_session_auth_hash(self):
        """Stands in each session; when password, roles or state change, the sessions of before end by themselves."""
        return self._bound_to_rights(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        for signed in super().get_session_auth_fallback_hash():
            yield self._bound_to_rights(signed)

    def _bound_to_rights(self, signed):
        return ":".join([signed, *sorted(self.roles), "open" if self.is_active else "closed"])

    # Django's admin (off unless ADMIN_SITE=1) asks these three.
    @property
    def is_staff(self):
        return self.has_role(Role.ADMIN)

    def has_perm(self, perm, obj=None):
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff


@pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="events"), model_name="PlaceOfUserEvent")
class PlaceOfUser(User.sites.through):
    """That an account sees a place: a row of its own in the audit trail, for it says who may see what."""

    named_with = ("user", "site")  # see citedesmetiers.audit

    class Meta:
        proxy = True
        verbose_name = _("place of an account")
        verbose_name_plural = _("places of accounts")

    def __str__(self):
        return gettext("%(account)s: %(place)s") % {"account": self.user, "place": self.site}
