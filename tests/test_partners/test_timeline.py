"""The drawing of an institution's agreements: labels stay whole where there is room, and inside the drawing."""

from datetime import date

import pytest

from partners import timeline
from partners.factories import make_agreement, make_institution

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
LONG = "Permanence hebdomadaire au pôle Rechercher un emploi et ateliers mensuels"  # 73 signs: 511 pixels


@pytest.mark.parametrize("width", [640, 300])
@pytest.mark.parametrize(("starts_on", "ends_on"), [
    (date(2014, 1, 1), date(2016, 12, 31)),
    (date(2020, 1, 1), date(2022, 12, 31)),
    (date(2026, 1, 1), date(2028, 12, 31)),
    (date(2026, 1, 1), None),
])  # fmt: skip
def test_no_label_leaves_the_drawing(width, starts_on, ends_on):
    institution = make_institution()
    make_agreement(institution=institution, object="The first", starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31))
    late = make_agreement(institution=institution, object=LONG, starts_on=starts_on, ends_on=ends_on)
    bar = timeline.drawn(list(institution.agreements.order_by("starts_on", "pk")), TODAY, width=width).bars[-1]
    assert bar.agreement == late
    reach = len(bar.label) * timeline.SIGN
    first, last = (float(bar.label_x) - reach, float(bar.label_x)) if bar.at_end else (
        float(bar.label_x), float(bar.label_x) + reach)  # fmt: skip
    assert first >= -1
    assert last <= width + 1


def test_a_label_that_has_room_is_not_cut():
    institution = make_institution()
    make_agreement(institution=institution, object=LONG, starts_on=date(2014, 1, 1), ends_on=date(2026, 12, 31))
    [bar] = timeline.drawn(list(institution.agreements.all()), TODAY, width=640).bars
    assert bar.label == LONG
