"""Anonymous by construction: rows about visitors have nowhere to put a person."""

# ruff: noqa: DJ008 -- models that are made up to be refused need no name

import re

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps

from citedesmetiers.models import User
from reception.models import Visit
from tests.rooms import histories, label, our_models, relations

# Every model of a room where visitors leave traces stands in one of these two lists. The first ones describe visitors,
# so they hold closed choices, numbers, days and hours, and nothing else.
ROOMS_WITH_TRACES = ["reports", "reception", "counselling", "documentation", "events"]
ABOUT_VISITORS = {
    "reception.Visit",
    "reception.GroupVisit",
    "reception.GroupMarginal",
    "reception.StationUse",
    "counselling.Interview",
    "counselling.UnmetRequest",
    "counselling.Question",  # the one text of a visitor: decision 0009; gone after 60 days
    "counselling.Ticket",  # while somebody waits; gone when the day is closed
    "documentation.Loan",  # a card without a name, gone at the return
    "documentation.Reservation",  # a code, gone when it is fetched
    "counselling.KeptCount",  # sums of a month, left of interviews that are forgotten
    "reports.RolledDay",  # counts of a day, and that they changed
    "reports.ChangedDay",
    "reports.DayCount",
    "reports.RawDay",
    "events.Booking",  # seats for whoever knows the code; gone the day after
    "citedesmetiers.Tries",  # how often somebody tried within some minutes; gone the day after
    "citedesmetiers.SpentKey",  # digests of forgotten keys, without a way to a row: decision 0019
    "events.AttendanceMarginal",
    "events.AttendanceSubgroup",
    "events.ClassVisit",
    "reports.SurveyReturn",  # this and the next two: counts per day, never the answers of one person together
    "reports.SurveyAnswer",
    "reports.SurveyAnswered",
}
ABOUT_THE_HOUSE = {
    "reports.ClosedPeriod",  # volumes that were frozen, and by how much they changed
    "reports.Adjustment",
    "reports.FrozenReport",  # the report of a validated year: masked tables, and what staff wrote
    "reports.PrintJob",  # which report was printed, by whom of the house
    "documentation.Bibliography",
    "documentation.BibliographyItem",
    "documentation.CatalogueWord",
    "documentation.ClassificationNode",
    "documentation.ConsultationCount",  # this and LoanCount: one number a day
    "documentation.Copy",
    "documentation.Inventory",
    "documentation.InventoryScan",
    "documentation.Level",
    "documentation.LinkCheck",
    "documentation.LoanCount",
    "documentation.Medium",
    "documentation.Opinion",  # by the officers, about documents
    "documentation.Report",  # a closed choice and how many, about a document
    "documentation.Resource",
    "documentation.SearchCount",  # words in the order of the alphabet, by week; what looks like a person is not kept
    "documentation.SearchRow",
    "documentation.Sector",
    "documentation.ShelfSpot",
    "documentation.Subject",
    "documentation.Suggestion",
    "documentation.Synonym",
    "documentation.UnimarcCopyMap",
    "documentation.Wish",
    "reception.DayRemark",  # why a day has no entries
    "reception.DoorReading",  # one number a day
    "reception.SamplingPeriod",  # weeks in which everything is noted
    "counselling.Desk",
    "counselling.QuestionCount",  # how many a day
    "counselling.DutySeries",  # this and the next two: which institution and who of it sits where when
    "counselling.DutySession",
    "counselling.RosterFeed",
    "counselling.Notice",  # hand-over notes about things, read by the detector, gone after 14 days
    "counselling.Theme",  # this and the next two: closed lists, worded by the centre
    "counselling.Outcome",
    "counselling.ReferralKind",
    "events.EventKind",  # this and the next five: lists and rooms
    "events.Topic",
    "events.AudienceTag",
    "events.Adaptation",
    "events.Material",
    "events.Room",
    "events.Event",
    "events.Organiser",
    "events.Session",
    "events.Attendance",  # how many were in the room, companies: volumes
    "events.AttendanceChange",  # that staff corrected the number of a session
    "events.SessionResult",
    "reports.LabelFile",  # this and the next two: what the label body asked and decided
    "reports.LabelStep",
    "reports.LabelDocument",
    "reports.Frame",  # this and the next two: the wording of the criteria
    "reports.Principle",
    "reports.Criterion",
    "reports.SelfAssessment",  # this and the next four: what staff write, read by the detector
    "reports.Rating",
    "reports.Contribution",
    "reports.Action",
    "reports.ActionReview",
    "reports.DeclaredFigure",
    "reports.Survey",  # this and the next two: what is asked
    "reports.Question",
    "reports.Option",
    "reports.SurveyComment",  # read by the detector, kept with the month alone, read by staff before it is printed
}
# Of these, sums alone: no row of them is, or ever was, about one person.
SUMS = {
    "counselling.KeptCount", "reports.RolledDay", "reports.ChangedDay", "reports.DayCount", "reports.RawDay",
}  # fmt: skip
# Rows that are a part of another row, not another trace of a person.
PARTS = {("reception.GroupMarginal", "group"), ("counselling.Ticket", "interview")}
# Columns whose name smells and that are none of what it smells of.
NO_PERSON = {
    ("events.Booking", "session"): "a session of an event, not one of a browser",
    ("events.ClassVisit", "session"): "the same",
}
# Columns that need no closed choice, each with its reason.
UNREADABLE = {
    ("reception.Visit", "fingerprint"): "tells a replay from a second entry, gone after a week",
    ("reception.GroupVisit", "fingerprint"): "the same",
    ("counselling.Interview", "fingerprint"): "the same",
    ("counselling.UnmetRequest", "fingerprint"): "the same",
    ("counselling.Ticket", "waiting_since"): "how long somebody has waited, gone when the day is closed",
    ("counselling.Ticket", "taken_at"): "the same",
    ("citedesmetiers.Tries", "bucket"): "hash with a random number, gone the day after; no address leads to it then",
    ("citedesmetiers.SpentKey", "digest"): "hash of a random key that no row has any more, gone after 100 days",
    ("counselling.Question", "digest"): "keyed hash of three words, gone after 60 days",
    ("counselling.Question", "question"): "what they ask: read by the detector, gone after 60 days (decision 0009)",
    ("counselling.Question", "answer"): "what the house says to it, gone with it",
    ("events.Booking", "digest"): "keyed hash of the code, gone the day after",
}
SMELLS = re.compile(
    r"(^|_)(name|surname|firstname|lastname|mail|email|phone|mobile|tel|birth\w*|born|ip|address|street|postcode|"
    r"device|agent|session|comment|remark|note|notes|text|user|author|card|nir|photo|signature|"
    r"minute|created|updated|modified|time)(_|$)"
)
CLOSED = (
    models.IntegerField,
    models.BooleanField,
    models.DateField,
    models.UUIDField,
    models.ForeignKey,
    models.ManyToManyField,
)


def is_closed(field):
    """True when the column can hold only numbers, days, keys, or one of a few fixed words."""
    if isinstance(field, ArrayField):
        return is_closed(field.base_field)
    if isinstance(field, models.CharField):
        return bool(field.choices)
    return isinstance(field, CLOSED) and not isinstance(field, models.DateTimeField)


def could_name_someone(model, about_visitors=frozenset(ABOUT_VISITORS)):
    """Complaints about columns of `model`, whose rows describe visitors, that could single a person out."""
    for field in model._meta.get_fields():
        if field.auto_created and not field.concrete:
            continue
        where = f"{label(model)}.{field.name}"
        if not is_closed(field) and (label(model), field.name) not in UNREADABLE:
            yield f"{where} holds more than a closed choice"
        if SMELLS.search(field.name) and (label(model), field.name) not in NO_PERSON:
            yield f"{where} smells of a person"
        if field.is_relation and (target := field.related_model) is not None:
            if target is User:
                yield f"{where} leads to a member of staff"
            if label(target) in about_visitors and (label(model), field.name) not in PARTS:
                yield f"{where} joins two traces of visitors"


def test_every_model_of_a_room_with_visitors_says_whether_it_describes_them():
    models_there = {label(model) for model in our_models() if model._meta.app_label in ROOMS_WITH_TRACES}
    assert models_there - ABOUT_VISITORS - ABOUT_THE_HOUSE == set()
    assert not ABOUT_VISITORS & ABOUT_THE_HOUSE


def test_rows_about_visitors_have_nowhere_to_put_a_person():
    about = [model for model in our_models() if label(model) in ABOUT_VISITORS]
    assert [complaint for model in about for complaint in could_name_someone(model)] == []


def test_no_other_row_leads_to_a_visitor():
    others = [model for model in our_models() if label(model) not in ABOUT_VISITORS]
    keys = [(label(model), field) for model in others for field in relations(model)]
    assert [
        f"{owner}.{field.name}" for owner, field in keys
        if field.related_model and label(field.related_model) in ABOUT_VISITORS
    ] == []  # fmt: skip


def test_nothing_keeps_a_history_of_visitors():
    """A history says to the second when which row was written, and outlives what the row forgets."""
    assert {label(model) for model in histories()} & ABOUT_VISITORS == set()


@isolate_apps("reception")
def test_columns_that_could_name_someone_are_seen():
    class Trace(models.Model):
        wish = models.CharField(max_length=20)
        kind = models.CharField(max_length=5, choices=[("a", "A")])
        kinds = ArrayField(models.CharField(max_length=5))
        first_name = models.PositiveSmallIntegerField()
        seen_at = models.DateTimeField()
        extra = models.JSONField()
        day = models.DateField()
        noted_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "reception"

    assert list(could_name_someone(Trace)) == [
        "reception.Trace.wish holds more than a closed choice",
        "reception.Trace.kinds holds more than a closed choice",
        "reception.Trace.first_name smells of a person",
        "reception.Trace.seen_at holds more than a closed choice",
        "reception.Trace.extra holds more than a closed choice",
        "reception.Trace.noted_by leads to a member of staff",
        "reception.Trace.visit joins two traces of visitors",
    ]
