"""Rows for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

import itertools
import uuid
from datetime import date, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from citedesmetiers.models import (
    BackupRun,
    Centre,
    Closure,
    DailySalt,
    Forgotten,
    Heartbeat,
    ImportMapping,
    ImportRow,
    ImportRun,
    Municipality,
    NewsItem,
    NewsVersion,
    OpeningHours,
    Page,
    PageVersion,
    PlaceOfUser,
    ProfileValue,
    Purpose,
    SchoolHoliday,
    Site,
    SpentKey,
    StationCount,
    Tries,
    User,
)
from citedesmetiers.models.forgetting import digest_of
from citedesmetiers.models.site import ALL_SERVICES

_number = itertools.count(1)
A_DAY = date(2026, 1, 1)


def make_backup_run(*, began_at=None, file="citedesmetiers-20261015T000000Z.tar", **fields):
    return BackupRun.objects.create(began_at=began_at or timezone.now(), file=file, **fields)


def make_centre(*, name="Cité des métiers du Pays de Vaurenne", languages=("fr", "en"), **fields):
    """The centre of the installation, its set-up finished."""
    fields.setdefault("set_up_at", timezone.now())
    fields.setdefault("area_name", "Pays de Vaurenne")
    return Centre.objects.create(name=name, languages=list(languages), **fields)


def make_municipality(*, code=None, name="Vaurenne", **fields):
    return Municipality.objects.create(code=code or f"{next(_number):05}", name=name, **fields)


def make_site(*, code=None, name=None, kind=Site.Kind.SITE, services=ALL_SERVICES, **fields):
    """A place that offers every service."""
    number = next(_number)
    return Site.objects.create(
        code=code or f"site-{number}", name=name or f"Site {number}", kind=kind, services=list(services), **fields
    )


def make_station_count(*, site=None, since=A_DAY, stations=8):
    return StationCount.objects.create(site=site or make_site(), since=since, stations=stations)


def make_opening_hours(*, site=None, weekday=0, opens=time(9), closes=time(17), valid_from=A_DAY, **fields):
    return OpeningHours.objects.create(
        site=site or make_site(), weekday=weekday, opens=opens, closes=closes, valid_from=valid_from, **fields
    )


def make_closure(*, site=None, starts_on=A_DAY, ends_on=None, **fields):
    return Closure.objects.create(
        site=site or make_site(), starts_on=starts_on, ends_on=ends_on or starts_on, **fields
    )


def make_school_holiday(*, name="Winter holidays", starts_on=None, ends_on=None, **fields):
    """Holidays of one day that no others begin on, unless told otherwise."""
    starts_on = starts_on or A_DAY + timedelta(days=next(_number))
    return SchoolHoliday.objects.create(name=name, starts_on=starts_on, ends_on=ends_on or starts_on, **fields)


def make_page(*, slug=None, title="Parking", body="Bicycles stand **behind** the house.", user=None, **fields):
    """A published page of the centre's own with its first version; its texts stand in English alone."""
    page = Page(
        slug=slug or f"page-{next(_number)}",
        **{"title_en": title, "body_en": body, "state": Page.State.PUBLISHED} | fields,
    )
    page.save_version(user)
    return page


def make_page_version(*, page=None, number=2, **fields):
    """A version of a page after its first one."""
    page = page or make_page()
    return PageVersion.objects.create(page=page, number=number, **{"texts": page.texts, "state": page.state} | fields)


def make_news_item(*, title="Open on Saturday", body="From 9 to 12.", day=A_DAY, user=None, **fields):
    """A published piece of news in English alone, with its first version."""
    item = NewsItem(day=day, **{"title_en": title, "body_en": body, "state": NewsItem.State.PUBLISHED} | fields)
    item.save_version(user)
    return item


def make_news_version(*, item=None, number=2, **fields):
    """A version of a piece of news after its first one."""
    item = item or make_news_item()
    return NewsVersion.objects.create(item=item, number=number, **{"texts": item.texts, "state": item.state} | fields)


def make_purpose(*, code=None, name=None, **fields):
    number = next(_number)
    return Purpose.objects.create(code=code or f"purpose-{number}", name=name or f"Purpose {number}", **fields)


def make_profile_value(*, list="age_band", code=None, name=None, **fields):
    number = next(_number)
    return ProfileValue.objects.create(
        list=list, code=code or f"value-{number}", name=name or f"Value {number}", **fields
    )


def make_forgotten(*, day=A_DAY, kind="device_keys", rows=1):
    return Forgotten.objects.create(day=day, kind=kind, rows=rows)


def make_heartbeat(*, name="worker", beaten_at=None):
    return Heartbeat.objects.create(name=name, beaten_at=beaten_at or timezone.now())


def make_user_event():
    """What the audit trail notes when an account is made; a trigger writes it."""
    return make_user().events.get()


def make_place_of_user(*, user=None, site=None):
    """That an account sees a place."""
    return PlaceOfUser.objects.create(user=user or make_user(), site=site or make_site())


def make_user(*, roles=("reception",), sites=(), email=None, name=None, password=None, language="en", **fields):
    """An account; without a password it can only be signed in by a test."""
    number = next(_number)
    return User.objects.create_user(
        email or f"person-{number}@example.org",
        password=password,
        sites=sites,
        name=name or f"Person {number}",
        roles=[str(role) for role in roles],
        language=language,
        **fields,
    )


def make_import_run(*, importer="institutions", filename="partners.csv", content=b"", uploaded_by=None, **fields):
    """An uploaded file; `content` is stored when there is some."""
    run = ImportRun(
        importer=importer,
        filename=filename,
        size=len(content),
        language="en",
        uploaded_by=uploaded_by or make_user(roles=["partnership"]),
        **fields,
    )
    if content:
        run.file.save(filename, ContentFile(content), save=False)
    run.save()
    return run


def make_import_row(*, run=None, number=2, fate="added", **fields):
    return ImportRow.objects.create(run=run or make_import_run(), number=number, fate=fate, **fields)


def make_import_mapping(*, importer="institutions", header=None, column="name"):
    return ImportMapping.objects.create(importer=importer, header=header or f"header{next(_number)}", column=column)


def make_daily_salt(*, day=A_DAY, value=b"0" * 32):
    return DailySalt.objects.create(day=day, value=value)


def make_spent_key(*, uid=None, day=A_DAY, taken_back=False):
    uid = uid or uuid.uuid4()
    SpentKey.objects.keep([uid], day, taken_back=taken_back)
    return SpentKey.objects.get(digest=digest_of(uid))


def make_tries(*, salt=None, bucket=None, count=1):
    return Tries.objects.create(salt=salt or make_daily_salt(), bucket=bucket or f"{next(_number):064x}", count=count)
