"""Lending: a card and a copy, never a person; two people at once; forgotten at the return."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from documentation import factories as make
from documentation import inventory, loans
from documentation.models import Copy, Loan, LoanCount, Reservation

DAY = make.A_TUESDAY


@pytest.mark.django_db
def test_a_loan_is_due_by_its_medium_and_forgotten_when_it_comes_back():
    copy = make.make_copy(
        resource=make.make_resource(medium=make.make_medium(loan_days=14)), lendable=True, barcode="1"
    )
    loan = loans.lend(copy, 42, day=DAY)
    assert loan.due_on == DAY + timedelta(days=14)
    assert loans.give_back(copy, day=DAY) is None
    assert not Loan.objects.exists()
    count = LoanCount.objects.get()
    assert (count.resource, count.site, count.day, count.n, count.renewals) == (copy.resource, copy.site, DAY, 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"lendable": False}, {"state": Copy.State.REPAIR}, {"state": Copy.State.MISSING}])
def test_what_is_not_there_to_be_lent_stays(fields):
    copy = make.make_copy(**({"lendable": True} | fields))
    with pytest.raises(ValidationError):
        loans.lend(copy, 1, day=DAY)
    assert not LoanCount.objects.exists()


@pytest.mark.django_db
def test_a_loan_is_renewed_twice_and_not_while_somebody_waits():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    for step in (1, 2):
        due = loans.renew(Loan.objects.get(), day=DAY + timedelta(days=step))
        assert due == DAY + timedelta(days=step + 21)
    with pytest.raises(ValidationError, match="2 times"):
        loans.renew(Loan.objects.get(), day=DAY)
    assert (LoanCount.objects.get(day=DAY).n, LoanCount.objects.filter(renewals=1).count()) == (1, 2)
    Loan.objects.update(renewed=0)
    make.make_reservation(resource=copy.resource, site=copy.site)
    with pytest.raises(ValidationError, match="waits"):
        loans.renew(Loan.objects.get(), day=DAY)


@pytest.mark.django_db
def test_what_comes_back_is_kept_aside_for_the_code_that_waited_longest():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    first = loans.reserve(copy.resource, copy.site, day=DAY)
    loans.reserve(copy.resource, copy.site, day=DAY + timedelta(days=1))
    assert 1000 <= first.code <= 9999
    assert loans.give_back(copy, day=DAY) == first
    with pytest.raises(ValidationError, match=str(first.code)):
        loans.lend(copy, 2, day=DAY)
    loan = loans.fetch(Reservation.objects.get(pk=first.pk), 2, day=DAY)
    assert (loan.copy, Reservation.objects.count()) == (copy, 1)


@pytest.mark.django_db
def test_reservations_that_nobody_fetches_are_forgotten_in_the_night():
    copy = make.make_copy(lendable=True)
    make.make_reservation(resource=copy.resource, site=copy.site, copy=copy, kept_until=DAY + timedelta(days=7))
    make.make_reservation(resource=copy.resource, site=copy.site)
    assert loans.forget_reservations(DAY + timedelta(days=7)) == 0
    assert loans.forget_reservations(DAY + timedelta(days=8)) == 1
    assert loans.forget_reservations(DAY + timedelta(days=61)) == 1


@pytest.mark.django_db
def test_what_nobody_fetched_is_kept_aside_for_the_next_who_waits():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    first, second, third = (loans.reserve(copy.resource, copy.site, day=DAY) for _n in range(3))
    loans.give_back(copy, day=DAY)
    assert loans.drop(Reservation.objects.get(pk=first.pk), day=DAY) == second
    assert Reservation.objects.get(copy=copy).kept_until == DAY + timedelta(days=loans.DAYS_KEPT_ASIDE)
    ran_out = DAY + timedelta(days=loans.DAYS_KEPT_ASIDE + 1)
    assert loans.forget_reservations(ran_out) == 1
    kept = Reservation.objects.get()
    assert (kept, kept.copy, kept.kept_until) == (third, copy, ran_out + timedelta(days=loans.DAYS_KEPT_ASIDE))
    assert loans.drop(kept, day=ran_out) is None


@pytest.mark.django_db
def test_a_copy_lent_after_its_code_ran_out_comes_back_to_whoever_waits_next():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    loans.reserve(copy.resource, copy.site, day=DAY)
    second = loans.reserve(copy.resource, copy.site, day=DAY)
    loans.give_back(copy, day=DAY)
    ran_out = DAY + timedelta(days=loans.DAYS_KEPT_ASIDE + 1)
    loans.lend(copy, 2, day=ran_out)  # before the night has forgotten the code
    assert loans.give_back(copy, day=ran_out) == second
    assert loans.forget_reservations(ran_out) == 0


@pytest.mark.django_db
def test_a_code_dropped_while_its_copy_is_lent_hands_the_copy_to_nobody():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    first, second = (loans.reserve(copy.resource, copy.site, day=DAY) for _n in range(2))
    loans.give_back(copy, day=DAY)
    ran_out = DAY + timedelta(days=loans.DAYS_KEPT_ASIDE + 1)
    loans.lend(copy, 2, day=ran_out)
    assert loans.drop(Reservation.objects.get(pk=first.pk), day=ran_out) is None
    assert loans.give_back(copy, day=ran_out) == second


@pytest.mark.django_db
def test_what_comes_back_for_repair_is_kept_aside_for_nobody():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    loans.reserve(copy.resource, copy.site, day=DAY)
    copy.state = Copy.State.REPAIR
    copy.save()
    assert loans.give_back(copy, day=DAY) is None
    assert Reservation.objects.get().copy is None


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_copy_that_is_back_from_repair_is_kept_aside_for_whoever_waits_and_one_gone_missing_is_not(signed_in):
    site = make_site()
    client = signed_in("documentation", sites=[site])
    copy = make.make_copy(site=site, lendable=True, state=Copy.State.REPAIR)
    waits = make.make_reservation(resource=copy.resource, site=site)
    later = make.make_reservation(resource=copy.resource, site=site)
    form = {"site": site.pk, "state": Copy.State.SHELF, "lendable": "on", "added_on": copy.added_on or ""}
    address = reverse("documentation:copy_edit", args=[copy.pk])
    page = client.post(address, form, follow=True).content.decode()
    assert f"The copy is saved. Keep it aside for code {waits.code} until" in page
    assert "Keep it aside" not in client.post(address, form, follow=True).content.decode()  # it is already
    client.post(address, form | {"state": Copy.State.MISSING})
    assert not Reservation.objects.filter(copy__isnull=False).exists()
    one_more = reverse("documentation:copy_add", args=[copy.resource_id])
    page = client.post(one_more, form | {"n": "2"}, follow=True).content.decode()
    assert [f"Keep it aside for code {each.code} until" in page for each in (waits, later)] == [True, True]


@pytest.mark.django_db
def test_a_copy_that_moves_to_another_place_is_kept_aside_for_whoever_waits_there():
    copy = make.make_copy(lendable=True)
    loans.lend(copy, 1, day=DAY)
    here = loans.reserve(copy.resource, copy.site, day=DAY)
    assert loans.give_back(copy, day=DAY) == here
    there = make.make_reservation(resource=copy.resource, site=make_site())
    copy.site = there.site
    copy.save()
    assert loans.settle(copy, day=DAY) == there
    assert Reservation.objects.get(pk=here.pk).copy is None


@pytest.mark.django_db
def test_an_inventory_promises_what_is_found_again_to_whoever_waits_and_what_is_gone_to_nobody():
    site = make_site()
    found = make.make_copy(site=site, lendable=True, barcode="1", state=Copy.State.MISSING)
    gone = make.make_copy(site=site, lendable=True, barcode="2")
    waits = make.make_reservation(resource=found.resource, site=site)
    promised = make.make_reservation(resource=gone.resource, site=site, copy=gone, kept_until=timezone.localdate())
    round_of_shelves = make.make_inventory(site=site)
    inventory.scan(round_of_shelves, ["1"])
    inventory.finish(round_of_shelves, day=timezone.localdate())
    assert [Reservation.objects.get(pk=each.pk).copy for each in (waits, promised)] == [found, None]


@pytest.mark.django_db
def test_a_missing_copy_that_turns_up_is_kept_aside_for_whoever_waits():
    copy = make.make_copy(lendable=True, state=Copy.State.MISSING)
    waits = make.make_reservation(resource=copy.resource, site=copy.site)
    assert inventory.found_again([copy.resource], [copy.site], day=timezone.localdate()) == 1
    assert Reservation.objects.get(pk=waits.pk).copy == copy


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_screen_says_for_whom_what_was_dropped_is_kept_aside_now(signed_in):
    site = make_site()
    client = signed_in("reception", sites=[site])
    copy = make.make_copy(site=site, lendable=True)
    today = timezone.localdate()
    loans.lend(copy, 1, day=today)
    first, second = (loans.reserve(copy.resource, site, day=today) for _n in range(2))
    loans.give_back(copy, day=today)
    page = client.post(reverse("documentation:reservation_drop", args=[first.pk]), follow=True)
    assert f"The reservation is forgotten. Keep it aside for code {second.code} until" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_lend_the_same_copy_at_once_one_gets_it():
    copy = make.make_copy(lendable=True, barcode="77")
    ready, outcomes = threading.Barrier(2), []

    def lend(number):
        try:
            found = loans.copy_with("77", [copy.site])
            ready.wait(10)
            outcomes.append(("lent", loans.lend(found, number, day=DAY).number))
        except ValidationError as error:
            outcomes.append(("told", error.messages[0]))
        finally:
            connection.close()

    people = [threading.Thread(target=lend, args=[number]) for number in (1, 2)]
    for person in people:
        person.start()
    for person in people:
        person.join(20)
    assert sorted(kind for kind, _what in outcomes) == ["lent", "told"]
    assert ("told", "This copy was lent a moment ago.") in outcomes
    assert LoanCount.objects.get().n == 1


@pytest.mark.django_db
def test_the_screen_lends_takes_back_and_says_what_is_wrong_beside_the_field(signed_in):
    site = make_site()
    client = signed_in("reception", sites=[site])
    copy = make.make_copy(site=site, lendable=True, barcode="0042")
    page = client.post(reverse("documentation:loan_add"), {"number": "7", "barcode": " 0042 "}, follow=True)
    assert "is lent on card 7" in page.content.decode()
    assert Loan.objects.get().lent_on == timezone.localdate()
    page = client.post(reverse("documentation:loan_add"), {"number": "8", "barcode": "0042"})
    assert (page.status_code, "lent a moment ago" in page.content.decode()) == (422, True)
    assert 'value="8"' in page.content.decode()
    for barcode in ("nothing", "x" * 300, "a\0b", ""):
        assert client.post(reverse("documentation:loan_return"), {"barcode": barcode}).status_code == 422
    client.post(reverse("documentation:loan_return"), {"barcode": copy.barcode})
    assert not Loan.objects.exists()


@pytest.mark.thorough
@pytest.mark.django_db
def test_copies_of_other_places_are_out_of_reach(signed_in):
    mine, other = make_site(), make_site(name="Elsewhere")
    client = signed_in("reception", sites=[mine])
    make.make_copy(site=other, lendable=True, barcode="9")
    page = client.post(reverse("documentation:loan_add"), {"number": "7", "barcode": "9"})
    assert "belongs to Elsewhere" in page.content.decode()
    loan = make.make_loan(copy=make.make_copy(site=other, lendable=True))
    assert client.post(reverse("documentation:loan_back", args=[loan.pk])).status_code == 404
    assert str(loan.copy.resource) not in client.get(reverse("documentation:loans")).content.decode()


@pytest.mark.thorough
@pytest.mark.django_db
def test_overdue_loans_can_be_shown_alone_and_by_card(signed_in):
    client = signed_in("director")
    late = make.make_loan(number=11)
    soon = make.make_loan(number=12, lent_on=timezone.localdate())
    page = client.get(reverse("documentation:loans"), {"show": "overdue"}).content.decode()
    assert str(late.copy.resource) in page
    assert str(soon.copy.resource) not in page
    assert str(late.copy.resource) not in client.get(reverse("documentation:loans"), {"card": "12"}).content.decode()


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_scanner_writes_where_the_work_goes_on(signed_in):
    here = make_site(code="here")
    client = signed_in("reception", sites=[here])
    copy = make.make_copy(site=here, lendable=True, barcode="123")
    assert focused(client.get(reverse("documentation:loans"))) == "lend_number"
    refused = client.post(reverse("documentation:loan_add"), {"number": "7", "barcode": "999"})
    assert focused(refused) == "lend_barcode"
    loans.lend(copy, 7, day=timezone.localdate())
    back = client.post(reverse("documentation:loan_return"), {"barcode": "123"}, follow=True)
    assert focused(back) == "return_barcode"  # for the next of the pile


def focused(page):
    """The id of the one field in which typing begins."""
    field = re.search(r"<(?:input|textarea)[^>]*\bautofocus\b[^>]*>", page.content.decode())[0]
    return re.search(r'\sid="(\w+)"', field)[1]
