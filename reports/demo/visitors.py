"""Who comes and what for: weights that hang together (a pupil is 15 to 17, a retired person 65 or more).

All weights are invented; their order of magnitude follows what centres of this kind publish about their visitors.
"""

from functools import cache

from reports.demo.chance import Weighted

PURPOSES = {  # by place; None: nobody said
    "main": {
        "orientation": 19, "employment": 25, "training": 16, "career_change": 13, "business": 6,
        "documentation": 5, "computer": 7, "activity": 5, "information": 4, None: 3,
    },
    "pont_de_lisse": {
        "orientation": 14, "employment": 30, "training": 14, "career_change": 9, "business": 5,
        "documentation": 8, "computer": 12, "activity": 4, "information": 3, None: 4,
    },
    "borgo_lessina": {
        "orientation": 12, "employment": 37, "training": 11, "career_change": 8, "business": 4,
        "documentation": 16, "computer": 8, "information": 6, None: 5,
    },
    "ephemere_aubiers": {
        "orientation": 24, "employment": 34, "training": 16, "career_change": 6, "business": 7,
        "activity": 8, "information": 9, None: 4,
    },
}  # fmt: skip
SEASONS = {  # by month: what the time of the year makes more or less frequent
    1: {"orientation": 1.5, "business": 1.3, "career_change": 1.3},
    2: {"orientation": 1.6},
    3: {"orientation": 1.5, "activity": 1.6},
    4: {"employment": 1.15},
    5: {"employment": 1.3, "orientation": 0.8},
    6: {"employment": 1.35, "orientation": 0.7},
    7: {"employment": 1.2, "orientation": 0.7, "activity": 0.3},
    8: {"training": 1.4, "orientation": 0.8, "activity": 0.1},
    9: {"training": 1.6, "business": 1.3, "career_change": 1.1},
    10: {"training": 1.2, "activity": 1.6},
    11: {"activity": 1.4, "career_change": 1.1},
    12: {"business": 1.2, "orientation": 1.2},
}
STATUSES = {
    "orientation": {
        "upper_secondary_pupil": 30, "student": 20, "lower_secondary_pupil": 9, "companion": 8,
        "jobseeker_under_1y": 9, "jobseeker_unregistered": 6, "jobseeker_1y_plus": 5, "employee_permanent": 6,
        "inactive": 4, "professional": 3,
    },
    "employment": {
        "jobseeker_under_1y": 36, "jobseeker_1y_plus": 22, "jobseeker_unregistered": 14, "student": 8,
        "employee_temporary": 8, "employee_permanent": 4, "upper_secondary_pupil": 4, "inactive": 3, "retired": 1,
    },
    "training": {
        "jobseeker_under_1y": 28, "jobseeker_1y_plus": 16, "employee_permanent": 16, "jobseeker_unregistered": 8,
        "employee_temporary": 8, "student": 9, "apprentice": 6, "upper_secondary_pupil": 5, "inactive": 4,
    },
    "career_change": {
        "employee_permanent": 46, "jobseeker_under_1y": 18, "employee_temporary": 12, "jobseeker_1y_plus": 9,
        "self_employed": 8, "inactive": 5, "student": 2,
    },
    "business": {
        "jobseeker_under_1y": 30, "self_employed": 24, "employee_permanent": 18, "jobseeker_1y_plus": 12,
        "employee_temporary": 5, "student": 5, "retired": 3, "inactive": 3,
    },
    "rest": {
        "jobseeker_under_1y": 20, "jobseeker_1y_plus": 15, "student": 14, "jobseeker_unregistered": 8,
        "employee_permanent": 8, "retired": 8, "upper_secondary_pupil": 8, "inactive": 6, "trainee": 5,
        "companion": 4, "professional": 4,
    },
}  # fmt: skip
# A pupil is at school in the morning: they come on Wednesday afternoon, on Saturday and in the holidays.
PUPILS = ("lower_secondary_pupil", "upper_secondary_pupil")
ADULT_AGES = {
    "age_18_25": 17, "age_26_29": 13, "age_30_34": 14, "age_35_44": 24, "age_45_49": 12, "age_50_54": 11,
    "age_55_64": 9,
}  # fmt: skip
AGES = {
    "lower_secondary_pupil": {"under_15": 84, "age_15_17": 16},
    "upper_secondary_pupil": {"age_15_17": 88, "age_18_25": 12},
    "student": {"age_18_25": 86, "age_26_29": 11, "age_30_34": 3},
    "apprentice": {"age_15_17": 22, "age_18_25": 68, "age_26_29": 10},
    "retired": {"age_55_64": 12, "age_65_plus": 88},
    "companion": {"age_35_44": 46, "age_45_49": 28, "age_50_54": 16, "age_65_plus": 10},
    "jobseeker_1y_plus": {
        "age_18_25": 7, "age_26_29": 10, "age_30_34": 13, "age_35_44": 25, "age_45_49": 14, "age_50_54": 15,
        "age_55_64": 16,
    },
}  # fmt: skip
ADULT_LEVELS = {
    "none": 16, "vocational": 26, "upper_secondary": 23, "short_cycle": 14, "bachelor": 10, "master": 6,
    "doctorate": 0.4, "foreign": 4.6,
}  # fmt: skip
LEVELS = {
    "lower_secondary_pupil": {"at_school": 1},
    "upper_secondary_pupil": {"at_school": 94, "vocational": 6},
    "student": {"upper_secondary": 62, "short_cycle": 14, "bachelor": 18, "master": 6},
    "apprentice": {"none": 22, "vocational": 36, "upper_secondary": 30, "short_cycle": 12},
    "jobseeker_1y_plus": {"none": 27, "vocational": 31, "upper_secondary": 19, "short_cycle": 9, "bachelor": 6,
                          "master": 2, "foreign": 6},
    "professional": {"short_cycle": 14, "bachelor": 46, "master": 40},
}  # fmt: skip
GENDERS = {"woman": 54.5, "man": 45, "other": 0.5}
FIRST_VISITS = {"first": 43, "returning_this_year": 37, "returning_before": 20}
HEARD_BY = {
    "employment_service": 24, "word_of_mouth": 19, "youth_service": 9, "school": 12, "web": 12, "passing_by": 7,
    "training_body": 4, "social_service": 4, "event": 4, "social_media": 3, "press": 1, "employer": 1,
}  # fmt: skip
TERRITORIES = {  # by place: the municipalities of the territory (their code in the list), then farther away
    "main": {
        "fr-00001": 47, "fr-00002": 6, "fr-00003": 8, "fr-00004": 6, "fr-00005": 4, "fr-00006": 3, "fr-00007": 3,
        "fr-00008": 2, "fr-00009": 2, "fr-00010": 1, "fr-00011": 1, "it-000101": 1, "other_department": 9,
        "other_region_department": 4, "other_region": 2, "border_country": 0.6, "abroad": 0.4,
    },
    "pont_de_lisse": {
        "fr-00002": 60, "fr-00008": 12, "fr-00001": 7, "fr-00005": 7, "fr-00010": 4, "fr-00006": 3,
        "it-000101": 1, "other_department": 5, "other_region": 1,
    },
    "borgo_lessina": {
        "it-000101": 64, "it-000102": 17, "fr-00002": 4, "fr-00010": 2, "border_country": 11, "abroad": 2,
    },
    "ephemere_aubiers": {"fr-00001": 93, "fr-00003": 3, "fr-00006": 2, "other_department": 2},
}  # fmt: skip
SENT_TO = {  # by purpose; the empty choice: nobody noted it
    "rest": {(): 62, ("documentation",): 14, ("desk",): 10, ("stations",): 6, ("activity",): 4, ("institution",): 4},
    "documentation": {("documentation",): 78, (): 16, ("documentation", "desk"): 6},
    "computer": {("stations",): 84, (): 16},
    "activity": {("activity",): 86, (): 14},
    "doors": {
        ("desk",): 46, (): 27, ("documentation",): 9, ("desk", "documentation"): 6, ("activity",): 5,
        ("stations",): 4, ("institution",): 3,
    },
}  # fmt: skip
DOORS = ("orientation", "employment", "training", "career_change", "business")
PEOPLE = Weighted({1: 92, 2: 6.4, 3: 1.6})
# How often reception notes each list, when it notes anything at all.
NOTED = {
    "gender": 0.91, "age_band": 0.74, "status": 0.68, "territory": 0.80, "first_visit": 0.63, "level": 0.385,
    "heard_by": 0.19,
}  # fmt: skip
NOTHING_NOTED = 0.12  # someone else was already waiting
SECOND_PURPOSE = 0.07


@cache
def purposes(site_code, month):
    weights = PURPOSES[site_code]
    season = SEASONS[month]
    return Weighted({code: weight * season.get(code, 1) for code, weight in weights.items()})


@cache
def statuses(purpose, pupils_are_free):
    weights = STATUSES.get(purpose, STATUSES["rest"])
    factor = 1.25 if pupils_are_free else 0.6
    return Weighted({code: weight * factor if code in PUPILS else weight for code, weight in weights.items()})


def drawn_per(table, otherwise):
    """A function code → Weighted over `table`; codes that it lacks use `otherwise`."""
    return cache(lambda code: Weighted(table.get(code, otherwise)))


ages = drawn_per(AGES, ADULT_AGES)
levels = drawn_per(LEVELS, ADULT_LEVELS)
territories = drawn_per(TERRITORIES, None)
directions = drawn_per(
    SENT_TO | dict.fromkeys(DOORS, SENT_TO["doors"]),
    SENT_TO["rest"],
)
genders, first_visits = Weighted(GENDERS), Weighted(FIRST_VISITS)
heard_first, heard_again = Weighted(HEARD_BY), Weighted(HEARD_BY | {"already_user": 70})


def visitor(rng, site_code, lists, month, pupils_are_free):
    """One invented visit: purpose, further purpose (or None), people, direction, and profile codes by list.

    lists: what this place notes; other lists stay empty. A list that nobody noted is missing from the profile.
    """
    purpose = purposes(site_code, month).draw(rng)
    further = purposes(site_code, month).draw(rng) if purpose and rng.random() < SECOND_PURPOSE else None
    status = statuses(purpose, pupils_are_free).draw(rng)
    first = first_visits.draw(rng)
    person = {
        "gender": genders.draw(rng),
        "age_band": ages(status).draw(rng),
        "status": status,
        "level": levels(status).draw(rng),
        "territory": territories(site_code).draw(rng),
        "first_visit": first,
        "heard_by": (heard_first if first == "first" else heard_again).draw(rng),
    }
    busy = rng.random() < NOTHING_NOTED
    chances = {name: rng.random() for name in NOTED}  # drawn whatever the place notes, so that a switch moves little
    noted = {
        name: person[name] for name, share in NOTED.items() if not busy and name in lists and chances[name] < share
    }
    people, sent_to = PEOPLE.draw(rng), directions(purpose).draw(rng)
    return purpose, None if further == purpose else further, people, list(sent_to), noted
