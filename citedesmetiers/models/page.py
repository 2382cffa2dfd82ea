"""Pages that staff write for the public, with every saved version, and news."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models.site import Site

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PublicTextQuerySet(models.QuerySet):
    def published(self):
        """Those that the public may read."""
        return self.filter(state=PublicText.State.PUBLISHED)


class PublicText(models.Model):
    """A title and a text per language, for the public once published.

    A language is there when it has a title; `language_for` says which one stands in for one that is missing. What it
    said is kept as its `versions`: see TextVersion.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), max_length=20_000, blank=True)
    site = models.ForeignKey(
        Site,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("Empty: about the whole centre."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    objects = PublicTextQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title or self.title_in(self.language_for(translation.get_language()))

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def languages(self):
        """Codes of the languages in which this has a title."""
        return [code for code in LANGUAGES if getattr(self, f"title_{code}")]

    def language_for(self, asked, default="fr"):
        """The language to show to whoever reads in `asked`: that one, else `default`, else English, else the first."""
        there = self.languages
        return next((code for code in (asked, default, "en") if code in there), there[0] if there else default)

    def title_in(self, code):
        """The title in one language, empty where there is none."""
        return getattr(self, f"title_{code}") or ""

    def in_language(self, code):
        """(title, text) in one language, empty texts where there is nothing."""
        return self.title_in(code), getattr(self, f"body_{code}") or ""

    @property
    def texts(self):
        """All that it says: {language: {"title": …, "body": …}}, for the languages that say something."""
        said = {code: dict(zip(("title", "body"), self.in_language(code), strict=True)) for code in LANGUAGES}
        return {code: both for code, both in said.items() if any(both.values())}

    @property
    def last_number(self):
        """The number of the version saved last; 0 before the first one."""
        return self.versions.aggregate(last=Max("number"))["last"] or 0

    @transaction.atomic
    def save_version(self, user, *, restored=None):
        """Save it and keep what it says now as its next version, if that or its state has changed.

        user: who saved it, None for the software itself.  restored: number of the version that was taken up again.
        Returns the version, or None when nothing had changed.
        """
        self.save()
        type(self).objects.select_for_update().get(pk=self.pk)  # two people who save together get two numbers
        last = self.versions.order_by("-number").first()
        if last and (last.texts, last.state) == (self.texts, self.state):
            return None
        return self.versions.create(
            number=last.number + 1 if last else 1, texts=self.texts, state=self.state, saved_by=user, restored=restored
        )

    def restore(self, version, user):
        """Say again what `version` said, as a new version; it stays published or a draft as it is."""
        for code in LANGUAGES:
            said = version.texts.get(code, {})
            setattr(self, f"title_{code}", said.get("title", ""))
            setattr(self, f"body_{code}", said.get("body", ""))
        return self.save_version(user, restored=version.number)


class Page(PublicText):
    """A page of the public site that staff write. Those that a site must have are made by the starting list."""

    class Kind(models.TextChoices):
        HOW_TO_COME = "how_to_come", _("How to come")
        CONTACT = "contact", _("Contact")
        LEGAL = "legal", _("Legal notice")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        FREE = "free", _("Page of your own")

    kind = models.CharField(_("kind of page"), max_length=20, choices=Kind.choices, default=Kind.FREE, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("Use small letters, digits and -."))],
        help_text=_("The last part of the page's address. Links to the former address lead nowhere once it changes."),
    )
    in_footer = models.BooleanField(
        _("at the foot of every page"), default=True, help_text=_("It stands in the site map in any case.")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="page_of_a_kind_once",
                fields=["kind"],
                condition=~Q(kind="free"),
                violation_error_message=_("This page is there already."),
            ),
            models.CheckConstraint(
                name="page_has_an_address",
                condition=~Q(slug=""),
                violation_error_message=_("A page needs an address."),
            ),
        ]

    def get_absolute_url(self):
        if self.kind == self.Kind.ACCESSIBILITY:
            return reverse("accessibility")
        return reverse("page", args=[self.slug])

    @property
    def is_free(self):
        """True for a page of the centre's own, which may be deleted; a site must have the others."""
        return self.kind == self.Kind.FREE


class TextVersion(models.Model):
    """What a text for the public said from one moment on. Never changed; it goes with its text."""

    number = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(_("texts"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=PublicText.State.choices)
    saved_at = models.DateTimeField(_("saved on"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    restored = models.PositiveIntegerField(_("taken up again"), null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.of} {self.number}"

    @property
    def of(self):
        """The text that said this."""
        raise NotImplementedError

    @property
    def before(self):
        """The version before this one; None for the first."""
        return self.of.versions.filter(number__lt=self.number).order_by("-number").first()


class PageVersion(TextVersion):
    """What a page said from one moment on."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of pages")
        ordering = ["page", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="pageversion_number_once",
                fields=["page", "number"],
                violation_error_message=_("Somebody else saved this page at the same moment."),
            )
        ]

    @property
    def of(self):
        return self.page


class NewsQuerySet(PublicTextQuerySet):
    def current(self, day):
        """What the public reads on `day`: published, begun and not over."""
        return self.published().filter(day__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))

    def at(self, site):
        """What concerns a place: its own news, and those about the whole centre."""
        return self.filter(Q(site=site) | Q(site__isnull=True))


class NewsItem(PublicText):
    """A short piece of news, shown from its day on until its last day, if it has one."""

    day = models.DateField(_("day"), default=timezone.localdate, help_text=_("It is shown from this day on."))
    until = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: it stays until somebody takes it away.")
    )
    changed_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        ordering = ["-day", "-pk"]
        constraints = [not_before("until", "day", message=_("The last day lies before the first day."))]


class NewsVersion(TextVersion):
    """What a piece of news said from one moment on."""

    item = models.ForeignKey(
        NewsItem, verbose_name=_("piece of news"), on_delete=models.CASCADE, related_name="versions"
    )

    class Meta:
        verbose_name = _("version of a piece of news")
        verbose_name_plural = _("versions of news")
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="newsversion_number_once",
                fields=["item", "number"],
                violation_error_message=_("Somebody else saved this piece of news at the same moment."),
            )
        ]

    @property
    def of(self):
        return self.item
