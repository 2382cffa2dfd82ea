"""Lending to an anonymous card, renewing, taking back, keeping aside. What is over is deleted; numbers stay.

Two people who lend the same copy at once: the database's one row a copy lets the first in, the second is told.
"""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from citedesmetiers.models import Site
from documentation.models import Copy, Loan, LoanCount, Reservation
from documentation.search import index

MOST_RENEWALS = 2
DAYS_KEPT_ASIDE = 7
DAYS_WAITED = 60
MOST_WAITING = 5  # for one title at one place; nobody who waits longer than that is served in time


def copy_with(barcode, sites):
    """The copy with this barcode at one of `sites`. Raises ValidationError when there is none, or it is elsewhere."""
    barcode = barcode.strip()
    copy = Copy.objects.select_related("resource__medium", "site").filter(barcode=barcode).exclude(barcode="").first()
    if copy is None:
        raise ValidationError(_("No copy has the barcode %(code)s.") % {"code": barcode[:40]})
    if copy.site not in sites:
        raise ValidationError(_("This copy belongs to %(site)s.") % {"site": copy.site})
    return copy


def lend(copy, number, *, day):
    """Lend `copy` to the card `number`; returns the Loan. Raises ValidationError with the reason why not."""
    if copy.state != Copy.State.SHELF:
        raise ValidationError(_("This copy is marked “%(state)s”.") % {"state": copy.get_state_display()})
    if not copy.lendable:
        raise ValidationError(_("This copy is not lent: it is for reading here."))
    kept = Reservation.objects.filter(copy=copy, kept_until__gte=day).first()
    if kept is not None:
        raise ValidationError(_("This copy is kept aside for code %(code)s.") % {"code": kept.code})
    loan = Loan(copy=copy, number=number, lent_on=day, due_on=day + timedelta(days=copy.resource.medium.loan_days))
    loan.clean_fields(exclude=["copy"])
    try:
        with transaction.atomic():
            loan.save(force_insert=True)
            count(copy, day, n=1)
    except IntegrityError as error:
        raise ValidationError(_("This copy was lent a moment ago.")) from error
    index.refresh([copy.resource_id])
    return loan


def fetch(reservation, number, *, day):
    """Lend what was kept aside under a code, and forget the code."""
    copy = reservation.copy
    with transaction.atomic():
        reservation.delete()
        return lend(copy, number, day=day)


def renew(loan, *, day):
    """Lend once more from `day` on. Raises ValidationError when it was renewed too often, or somebody waits for it."""
    if loan.renewed >= MOST_RENEWALS:
        raise ValidationError(_("It was renewed %(n)s times already.") % {"n": loan.renewed})
    copy = loan.copy
    if Reservation.objects.filter(resource=copy.resource_id, site=copy.site_id, copy__isnull=True).exists():
        raise ValidationError(_("Somebody waits for this title."))
    due = day + timedelta(days=copy.resource.medium.loan_days)
    with transaction.atomic():
        # Only as it was read: a second click on the same button changes nothing.
        changed = Loan.objects.filter(pk=loan.pk, renewed=loan.renewed).update(due_on=due, renewed=F("renewed") + 1)
        if changed:
            count(copy, day, renewals=1)
    return due


@transaction.atomic
def give_back(copy, *, day):
    """Take `copy` back: the loan is deleted. Returns the Reservation for which it is kept aside now, or None.

    Raises ValidationError when it was not out.
    """
    gone, _rows = Loan.objects.filter(copy=copy).delete()
    if not gone:
        raise ValidationError(_("This copy was not on loan."))
    waiting = keep_for_the_next(copy, day=day)
    index.refresh([copy.resource_id])
    return waiting


@transaction.atomic
def drop(reservation, *, day):
    """Forget a reservation. Returns the one for which its copy is kept aside from now on, or None."""
    copy, resource = reservation.copy, reservation.resource_id
    reservation.delete()
    waiting = keep_for_the_next(copy, day=day) if copy else None
    index.refresh([resource])  # perhaps what was kept aside stands on the shelf again
    return waiting


@transaction.atomic
def settle(copy, *, day):
    """After `copy` came or was put right: keep it aside for whoever waits, or for nobody when it cannot be lent there.

    Returns the Reservation for which it is kept aside from now on; None when nobody waits, or it was kept before.
    """
    kept = Reservation.objects.select_for_update().filter(copy=copy).first()
    if kept is not None:
        if may_go_out(copy) and kept.site_id == copy.site_id:
            return None
        kept.copy, kept.kept_until = None, None  # whose turn it was waits on, before those who came later
        kept.save(update_fields=["copy", "kept_until"])
    return keep_for_the_next(copy, day=day)


def may_go_out(copy):
    return copy.state == Copy.State.SHELF and copy.lendable


def keep_for_the_next(copy, *, day):
    """Keep `copy` aside for whoever waits longest at its place, unless somebody has it; the Reservation, or None."""
    Reservation.objects.filter(copy=copy).delete()  # one that ran out; a copy is promised once
    if not may_go_out(copy) or Loan.objects.filter(copy=copy).exists():
        return None
    waiting = (
        Reservation.objects.select_for_update()
        .filter(resource=copy.resource_id, site=copy.site_id, copy__isnull=True)
        .order_by("day", "pk")
        .first()
    )
    if waiting is not None:
        waiting.copy, waiting.kept_until = copy, day + timedelta(days=DAYS_KEPT_ASIDE)
        waiting.save(update_fields=["copy", "kept_until"])
    return waiting


def free(copies, day):
    """Those of `copies` that nobody has or is promised."""
    return copies.filter(loan__isnull=True).filter(Q(reservation__isnull=True) | Q(reservation__kept_until__lt=day))


def places_to_wait_at(resource, *, day):
    """Places that lend the title but have no copy left to lend, in their order."""
    copies = Copy.objects.filter(resource=resource, lendable=True, state=Copy.State.SHELF)
    return Site.objects.filter(pk__in=copies.values("site")).exclude(pk__in=free(copies, day).values("site"))


def reserve(resource, site, *, day):
    """Wait for a title at a place; returns the Reservation, whose code is all that is known of who waits.

    Raises ValidationError when there is nothing to wait for, or when too many wait already.
    """
    copies = Copy.objects.filter(resource=resource, site=site, lendable=True, state=Copy.State.SHELF)
    if not copies.exists():
        raise ValidationError(_("There is no copy to lend at %(site)s.") % {"site": site})
    if free(copies, day).exists():
        raise ValidationError(_("A copy stands on the shelf: lend that one."))
    if Reservation.objects.filter(resource=resource, site=site, copy__isnull=True).count() >= MOST_WAITING:
        raise ValidationError(_("Too many people wait for this title already. Ask the information officers."))
    for _try in range(20):
        try:
            with transaction.atomic():
                return Reservation.objects.create(
                    resource=resource, site=site, day=day, code=1000 + secrets.randbelow(9000)
                )
        except IntegrityError:
            continue
    raise ValidationError(_("No code is free. Clear reservations that are over."))


def count(copy, day, *, n=0, renewals=0):
    """Add to what was lent of this title on a day at a place."""
    row, _made = LoanCount.objects.get_or_create(resource_id=copy.resource_id, site_id=copy.site_id, day=day)
    LoanCount.objects.filter(pk=row.pk).update(n=F("n") + n, renewals=F("renewals") + renewals)


@transaction.atomic
def forget_reservations(today):
    """Nightly: reservations that were not fetched in time, or that waited too long. Returns how many.

    What nobody came for is kept aside for whoever waits next; a copy that went out meanwhile comes to them when it
    is back.
    """
    over = Reservation.objects.select_for_update(of=["self"]).filter(
        Q(kept_until__lt=today) | Q(copy__isnull=True, day__lt=today - timedelta(days=DAYS_WAITED))
    )
    rows = list(over.select_related("copy"))
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        if row.copy:
            keep_for_the_next(row.copy, day=today)
    index.refresh([row.resource_id for row in rows])
    return len(rows)
