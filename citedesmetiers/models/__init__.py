"""The centre itself: places, hours, purposes, lists that describe visitors, and the people who sign in."""

from citedesmetiers.models.backup_run import BackupRun
from citedesmetiers.models.centre import Centre, Municipality
from citedesmetiers.models.forgetting import Forgotten, SpentKey
from citedesmetiers.models.hours import Closure, OpeningHours
from citedesmetiers.models.import_run import ImportMapping, ImportRow, ImportRun
from citedesmetiers.models.liveness import Heartbeat
from citedesmetiers.models.page import NewsItem, NewsVersion, Page, PageVersion
from citedesmetiers.models.profile import ProfileList, ProfileValue
from citedesmetiers.models.purpose import Purpose
from citedesmetiers.models.school_holiday import SchoolHoliday
from citedesmetiers.models.site import Site, StationCount
from citedesmetiers.models.throttle import DailySalt, Tries
from citedesmetiers.models.user import PlaceOfUser, User

__all__ = [
    "BackupRun",
    "Centre",
    "Closure",
    "DailySalt",
    "Forgotten",
    "Heartbeat",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "Municipality",
    "NewsItem",
    "NewsVersion",
    "OpeningHours",
    "Page",
    "PageVersion",
    "PlaceOfUser",
    "ProfileList",
    "ProfileValue",
    "Purpose",
    "SchoolHoliday",
    "Site",
    "SpentKey",
    "StationCount",
    "Tries",
    "User",
]
