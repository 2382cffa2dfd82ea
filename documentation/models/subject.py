"""What resources are about, and which words mean the same to whoever asks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documentation.models.lists import ListQuerySet


class Subject(models.Model):
    """A subject heading of the authority list; a retired one stays on its resources and is no longer offered."""

    name = models.CharField(_("name"), max_length=120)
    broader = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="narrower"
    )
    code = models.CharField(
        _("code"), max_length=40, blank=True, help_text=_("Of a ROME or Formacode file that was loaded.")
    )
    retired = models.BooleanField(_("retired"), default=False)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="subject_name_once",
                fields=["name"],
                violation_error_message=_("There is a subject of this name."),
            ),
            models.CheckConstraint(
                name="subject_not_part_of_itself",
                condition=Q(broader__isnull=True) | ~Q(broader=F("pk")),
                violation_error_message=_("A subject is no part of itself."),
            ),
        ]

    def __str__(self):
        return self.name


class Synonym(models.Model):
    """Words that mean the same: a question with one of `words` also finds the others.

    With `leads_to`, it holds one way: a question with one of `words` also finds `leads_to`, never back.
    """

    words = ArrayField(models.CharField(max_length=120), verbose_name=_("words"))
    leads_to = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("also finds"),
        default=list,
        blank=True,
        help_text=_("Only in this direction; empty: the words above find each other."),
    )
    starting = models.BooleanField(_("from the starting list"), default=False, editable=False)
    retired = models.BooleanField(_("retired"), default=False)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words", "pk"]
        constraints = [
            models.CheckConstraint(
                name="synonym_has_two_sides",
                condition=Q(words__len__gte=2) | Q(words__len=1, leads_to__len__gte=1),
                violation_error_message=_("Two words at least, or one word and what it also finds."),
            ),
        ]

    def __str__(self):
        return " = ".join(self.words) if not self.leads_to else f"{', '.join(self.words)} → {', '.join(self.leads_to)}"
