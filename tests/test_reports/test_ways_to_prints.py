"""From the pages of partners and programmes a visible way leads to what is printed of them."""

import pytest
from django.urls import reverse

from partners.factories import make_programme


@pytest.mark.parametrize(("kind", "code"), [("pathway", "programme"), ("ephemeral_preparation", "ephemeral")])
def test_a_programme_leads_to_its_report_with_itself_chosen(signed_in, centre, kind, code):
    manager, programme = signed_in("partnership"), make_programme(kind=kind)
    page = manager.get(reverse("partners:programme", args=[programme.pk])).content.decode()
    address = f"{reverse('reports:print_ask', args=[code])}?programme={programme.pk}"
    assert f'href="{address}"' in page
    assert "Print the report" in page
    assert f'<option value="{programme.pk}" selected' in manager.get(address).content.decode()


@pytest.mark.parametrize(("role", "sees"), [("partnership", True), ("director", True), ("events", False)])
def test_prints_are_a_tab_of_the_partners_room_for_those_who_may_print(signed_in, centre, role, sees):
    page = signed_in(role).get(reverse("partners:institution_list")).content.decode()
    assert (f'<a href="{reverse("reports:prints")}">Prints</a>' in page) == sees


def test_who_may_only_look_sees_no_way_to_print_a_programme(signed_in, centre):
    page = signed_in("events").get(reverse("partners:programme", args=[make_programme().pk])).content.decode()
    assert "Print the report" not in page
