"""Advice desks, interviews, the tickets of those who wait, and the lists that interviews choose from."""

from counselling.models.desk import Desk
from counselling.models.interview import MOST_PEOPLE, PROFILE_FIELDS, Interview
from counselling.models.kept import KeptCount
from counselling.models.lists import Outcome, ReferralKind, Theme
from counselling.models.notice import Notice
from counselling.models.question import NotOpen, Question, QuestionCount
from counselling.models.roster import DutySession
from counselling.models.roster_feed import RosterFeed
from counselling.models.roster_series import DutySeries
from counselling.models.ticket import AlreadyTaken, NotWaiting, OutOfTurn, Ticket
from counselling.models.unmet import UnmetRequest

__all__ = [
    "MOST_PEOPLE",
    "PROFILE_FIELDS",
    "AlreadyTaken",
    "Desk",
    "DutySeries",
    "DutySession",
    "Interview",
    "KeptCount",
    "NotOpen",
    "NotWaiting",
    "Notice",
    "Outcome",
    "OutOfTurn",
    "Question",
    "QuestionCount",
    "ReferralKind",
    "RosterFeed",
    "Theme",
    "Ticket",
    "UnmetRequest",
]
