"""The tables behind the evidence of a criterion: every number leads to the figure that it comes from."""

from urllib.parse import urlencode

from django.urls import reverse

from citedesmetiers import access
from reports.evidence import chosen_for
from reports.figures import FIGURES

# {kind of evidence: figures with a table of their own}
TABLES = {
    "without_appointment": ["interviews_by_channel"],
    "neutrality": ["partners_by_kind", "interviews_by_referral"],
    "desks_and_purposes": ["interviews_by_desk", "hours_held_by_desk", "visits_by_purpose"],
    "publics": ["visits_by_gender", "visits_by_age_band", "visits_by_status", "visits_by_level"],
    "requests": ["visits_by_purpose", "interviews_by_theme", "unmet_by_purpose"],
    "pointing_onward": ["interviews_by_referral", "interviews_by_outcome", "visits_sent_to"],
    "teams": ["professionals", "hours_held_by_institution"],
    "partnerships": ["partners_movement", "partners_by_kind"],
    "shared_knowledge": ["shadowing", "trainings_by_kind", "meetings_by_kind"],
    "governance": ["meetings_by_kind"],
    "interviews": ["interviews_by_month", "length_median_by_desk", "wait_median_by_desk", "left_by_month"],
    "holdings": ["documents_by_purpose", "documents_by_age", "loans_by_month", "consultations_by_month"],
    "stations": ["stations_by_month"],
    "programme": ["held_by_kind", "held_by_theme", "participations_by_kind", "fill_rate_by_kind"],
    "sessions_held": ["hours_held_by_desk", "sessions_missed_by_desk"],
    "reception": ["visits_by_weekday", "visits_by_hour"],
    "territory": ["visits_by_territory"],
    "places": ["visits_by_place"],
    "outreach": ["groups_by_month", "people_in_groups_by_month"],
    "network": ["meetings_by_kind"],
    "opening_by_place": ["opening_hours_by_month", "opening_days_by_month"],
    "booking": ["held_by_kind"],
    "referrals_by_kind": ["interviews_by_referral"],
    "hours_by_desk": ["hours_held_by_desk"],
    "interviews_by_desk": ["interviews_by_desk"],
    "breakdown": ["visits_by_gender", "visits_by_age_band", "visits_by_status", "visits_by_level"],
    "themes": ["interviews_by_theme"],
    "partners_by_desk": ["hours_held_by_institution"],
    "occasional_partners": ["institutions_by_sort"],
    "modes_together": ["consultations_by_month", "held_by_kind", "participations_by_kind"],
    "computers": ["computers_by_place"],
    "reception_acts": ["visits_sent_to"],
    "from_elsewhere": ["visits_by_territory"],
    "rooms_by_place": ["interviews_by_place", "participations_by_place"],
    "outside_the_walls": ["held_elsewhere_by_kind", "school_classes", "beneficiaries_by_kind"],
}


def tables_behind(criterion, year, user):
    """(heading, address) of each figure of `year` behind the evidence of `criterion` that `user` may see."""
    codes = dict.fromkeys(code for kind in chosen_for(criterion) for code in TABLES.get(kind.code, []))
    days = {"period": "dates", "first": f"{year}-01-01", "last": f"{year}-12-31"}  # years without visits have no name
    asked = urlencode(days | {"compare": "year"})
    return [
        (FIGURES[code].heading, f"{reverse('reports:figure', args=[code])}?{asked}")
        for code in codes
        if any(access.may(user, act) for act in FIGURES[code].acts)
    ]
