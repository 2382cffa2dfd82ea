"""Taking resources out of the holdings, and confirming that they are still right; they stay in the statistics."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documentation.models import Copy, Loan, Reservation, Resource
from documentation.search import index


@transaction.atomic
def weed(resources, *, day, reason, replaced_by=None):
    """Take `resources` (a queryset) out on `day`, with their copies. Returns how many.

    Raises ValidationError when a copy of them is out on loan, or somebody waits for one: whoever comes with a code is
    not to be told then that what was kept aside has gone.
    """
    resources = Resource.objects.kept().filter(pk__in=list(resources.values_list("pk", flat=True)))
    rows = list(resources.select_for_update())
    out = Loan.objects.filter(copy__resource__in=rows).count()
    if out:
        raise ValidationError(
            ngettext(
                "%(n)s copy is on loan. Take it back first.", "%(n)s copies are on loan. Take them back first.", out
            )
            % {"n": out}
        )
    refuse_what_is_promised(rows, day)
    for row in rows:
        row.weeded_on, row.weeded_because = day, reason
        if replaced_by is not None and row.pk != replaced_by.pk:
            row.replaced_by = replaced_by
        row.save()
    copies = Copy.objects.kept().filter(resource__in=rows)
    copies.update(state=Copy.State.WITHDRAWN, withdrawn_on=day)
    index.refresh([row.pk for row in rows])
    return len(rows)


def refuse_what_is_promised(resources, day):
    """Raise ValidationError when somebody waits for one of `resources`; what was kept aside in vain is forgotten."""
    promised = Reservation.objects.select_for_update(of=("self",)).filter(resource__in=resources)
    promised.filter(kept_until__lt=day).delete()
    waiting = list(promised.select_related("site"))
    if waiting:
        places = sorted({str(reservation.site) for reservation in waiting})
        raise ValidationError(
            ngettext(
                "%(n)s reservation waits at %(places)s. On the page of loans, lend or forget it first.",
                "%(n)s reservations wait at %(places)s. On the page of loans, lend or forget them first.",
                len(waiting),
            )
            % {"n": len(waiting), "places": get_text_list(places, _("and"))}
        )


@transaction.atomic
def take_back_in(resource):
    """Undo the weeding of `resource`, and of the copies that went with it that day."""
    copies = resource.copies.filter(state=Copy.State.WITHDRAWN, withdrawn_on=resource.weeded_on)
    copies.update(state=Copy.State.SHELF, withdrawn_on=None)
    resource.weeded_on, resource.weeded_because, resource.replaced_by = None, "", None
    resource.save()
    index.refresh([resource.pk])


def verify(resources, *, day):
    """Note that `resources` (a queryset) were looked at on `day` and are right. Returns how many."""
    return resources.update(verified_on=day)


@transaction.atomic
def merge(kept, others):
    """Make `others` (resources) one with `kept`: copies, opinions, counts and lists move, what it lacks is filled in.

    The others are weeded as entered twice. Returns {what: how many moved}.
    """
    moved = {"copies": 0, "opinions": 0}
    for other in others:
        if other.pk == kept.pk:
            raise ValidationError(_("A document is not merged with itself."))
        moved["copies"] += other.copies.update(resource=kept)
        moved["opinions"] += other.opinions.update(resource=kept)
        other.reservations.update(resource=kept)
        kept.purposes.add(*other.purposes.all())
        kept.subjects.add(*other.subjects.all())
        for item in other.bibliography_items.all():
            if not kept.bibliography_items.filter(bibliography=item.bibliography).exists():
                item.resource = kept
                item.save(update_fields=["resource"])
        for rows, numbers in ((other.loan_counts, ("n", "renewals")), (other.consultation_counts, ("n",))):
            join_counts(kept, rows.all(), numbers)
        fill_in(kept, other)
    kept.save()
    doubles = Resource.objects.filter(pk__in=[other.pk for other in others])
    weed(doubles, day=timezone.localdate(), reason=Resource.WeedingReason.DUPLICATE, replaced_by=kept)
    index.refresh([kept.pk, *(other.pk for other in others)])
    return moved


def join_counts(kept, rows, numbers):
    """Add the counts of another resource to those of `kept`, day by day."""
    for row in rows:
        there = type(row).objects.filter(resource=kept, site=row.site_id, day=row.day).first()
        if there is None:
            row.resource = kept
            row.save(update_fields=["resource"])
            continue
        for name in numbers:
            setattr(there, name, getattr(there, name) + getattr(row, name))
        there.save(update_fields=list(numbers))
        row.delete()


FILLED_IN = (
    "source_id", "subtitle", "other_title", "creators", "publisher", "year", "isbn", "issn", "number", "series",
    "pages", "sector_id", "level_id", "abstract", "url", "price_cents", "acquired_on", "verified_on",
)  # fmt: skip


def fill_in(kept, other):
    """Take from `other` what `kept` does not know; the source id moves, so that an import finds the one that stays."""
    for name in FILLED_IN:
        if getattr(kept, name) in (None, "", []) and getattr(other, name) not in (None, "", []):
            value = getattr(other, name)
            if name == "source_id":
                Resource.objects.filter(pk=other.pk).update(source_id="")
                other.source_id = ""
            setattr(kept, name, value)
