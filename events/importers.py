"""A season's sessions, from Excel or CSV: one row is one session; its event is made when none has that title."""

import re
from collections import Counter
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import ClockField
from citedesmetiers.imports import cells
from citedesmetiers.imports.importer import ADDED, CHANGED, UNCHANGED, Column, Importer, Outcome
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Purpose, Site
from events import conflicts, planning
from events import own as own_events
from events.models import AudienceTag, Event, EventKind, Organiser, Room, Session, Topic
from events.models.session import MOST_SEATS
from partners.models import Institution, Professional, Programme

BETWEEN = re.compile(r"[,;/|\n]")


def clock(cell):
    """A time of day: 14:00, 14h, 9 h 30, or Excel's part of a day."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    return ClockField().clean(cells.line(cell))


def several(cell):
    """Names with commas or semicolons between them."""
    return [name.strip() for name in BETWEEN.split(cells.text(cell)) if name.strip()]


class Named:
    """Rows of a table by their folded names and codes; `of` refuses what is not among them."""

    def __init__(self, rows, *columns):
        self.rows, self.found = list(rows), {}
        for row in self.rows:
            for column in columns:
                if name := getattr(row, column, None):
                    self.found.setdefault(fold(name), row)

    def of(self, column, text):
        if fold(text) not in self.found:
            near = cells.nearest(text, {str(row) for row in self.rows})
            sentence = _("There is no “%(text)s” here. Use: %(near)s.") if near else _("There is no “%(text)s” here.")
            raise ValidationError({column: sentence % {"text": text, "near": ", ".join(near)}})
        return self.found[fold(text)]


class Places(Named):
    """The places of `user`, all of them without one. A row names its place when there are several.

    here: where the rows of a table belong that has no column of places.
    """

    def __init__(self, user, here=None):
        super().__init__(Site.objects.for_user(user) if user else Site.objects.all(), "code", "name")
        self.here = here

    def of_row(self, row):
        if row["site"]:
            return self.of("site", row["site"])
        if len(self.rows) == 1:
            return self.rows[0]
        if self.here in self.rows and "site" not in row.values:  # an empty cell of such a column is a question
            return self.here
        raise ValidationError({"site": _("Say at which place.")})


NAMES = ("code", "name_fr", "name_en", "name_it", "name_es", "name_pt")


class Season(Importer):
    """Recognised by title, place, day and beginning: the same file twice makes no session twice."""

    code, act, of_places = "season", "edit_events", True
    title = gettext_lazy("The sessions of a season")
    rows_are = gettext_lazy("sessions")
    columns = (
        Column(
            "title", gettext_lazy("Title"),
            ("titre", "intitulé", "atelier", "événement", "event", "activité", "nom", "libellé"),
            required=True, may_repeat=True, samples=("Un CV qui se lit en trente secondes", "Portes ouvertes"),
        ),
        Column("day", gettext_lazy("Day"), ("date", "jour"), required=True, parse=cells.day,
               samples=("2026-10-06", "2026-10-10")),
        Column("starts", gettext_lazy("From (time)"),
               ("heure", "début", "heure de début", "horaire", "start", "starts", "time", "de"),
               required=True, parse=clock, samples=("09:30", "10:00")),
        Column("ends", gettext_lazy("To (time)"), ("fin", "heure de fin", "end", "ends", "à"), parse=clock,
               hint=gettext_lazy("Left empty: the usual length of the kind."), samples=("12:00", "17:00")),
        Column("kind", gettext_lazy("Kind"), ("type", "catégorie", "nature"),
               hint=gettext_lazy("Needed for a new event: a name of your list."),),
        Column("site", gettext_lazy("Place"), ("lieu", "site", "where", "place"),
               hint=gettext_lazy("Without this column: the place that you are working at.")),
        Column("room", gettext_lazy("Room"), ("salle", "espace")),
        Column("elsewhere", gettext_lazy("Somewhere else"), ("adresse", "hors les murs", "ailleurs", "address")),
        Column("seats", gettext_lazy("Seats"), ("places", "nombre de places", "capacité", "jauge", "capacity"),
               parse=cells.whole_number, samples=("10",)),
        Column("purposes", gettext_lazy("Purposes"), ("pôle", "pôles", "besoin", "besoins", "purpose"), parse=several,
               hint=gettext_lazy("Several with commas between them.")),
        Column("organisers", gettext_lazy("Organisers"),
               ("partenaire", "partenaires", "organisateur", "organisateurs", "intervenant", "animé par", "organiser"),
               parse=several, hint=gettext_lazy("Institutions that are there already, with commas between them.")),
        Column("speakers", gettext_lazy("Who speaks"),
               ("intervenants", "animateur", "animatrice", "speaker", "speakers"),
               parse=several, hint=gettext_lazy("People who are there already, with commas between them.")),
        Column("programme", gettext_lazy("Programme"), ("dispositif", "projet", "parcours", "program"),
               hint=gettext_lazy("One that is there already; for a new event.")),
        Column("topics", gettext_lazy("Themes"), ("thème", "thèmes", "thématique", "theme", "topics"), parse=several,
               hint=gettext_lazy("Several with commas between them; for a new event.")),
        Column("audiences", gettext_lazy("For whom"), ("public", "publics", "public visé", "audience"), parse=several,
               hint=gettext_lazy("Several with commas between them; for a new event.")),
        Column("booking", gettext_lazy("Booking"), ("réservation", "sur réservation", "inscription"),
               parse=cells.yes_or_no,
               hint=gettext_lazy("Yes or no, for a new event; left empty: as is usual for the kind.")),
        Column("summary", gettext_lazy("Summary"), ("résumé", "description", "présentation", "descriptif")),
    )  # fmt: skip

    def begin(self, *, dry_run):
        self.kinds = Named(EventKind.objects.all(), *NAMES)
        self.purposes = Named(Purpose.objects.doors(), *NAMES, "short_name")
        self.places = Places(self.user, self.site)
        self.institutions = Named(Institution.objects.all(), "code", "name")
        self.topics = Named(Topic.objects.all(), *NAMES)
        self.audiences = Named(AudienceTag.objects.all(), *NAMES)
        self.programmes = Named(Programme.objects.order_by("-pk"), "name")  # of editions of one name the last
        today = timezone.localdate()
        working = Q(active_until__isnull=True) | Q(active_until__gte=today)
        self.people = Named(Professional.objects.filter(working), "name")
        self.namesakes = {name for name, n in Counter(fold(each.name) for each in self.people.rows).items() if n > 1}
        self.rooms = {(room.site_id, fold(room.name)): room for room in Room.objects.all()}
        every = Event.objects.select_related("kind")
        own = set(own_events.editable(self.user).values_list("pk", flat=True)) if self.user else None
        self.events, self.others = {}, set()
        for event in every.order_by("pk"):  # the latest of a title wins, and one's own before that of others
            if own is None or event.pk in own:
                self.events[fold(event.title)] = event
            else:
                self.others.add(fold(event.title))

    def sample_rows(self):
        """In the first place and its first room, with kinds and a purpose of the centre's own lists."""
        today = timezone.localdate()
        site = (Site.objects.for_user(self.user) if self.user else Site.objects.all()).first()
        room = Room.objects.in_use(today).filter(site=site).first()
        purpose = Purpose.objects.doors().in_force(today).first()
        kinds = EventKind.objects.in_force(today)
        rows = super().sample_rows()
        for row, code in zip(rows, ("workshop", "open_day"), strict=True):
            kind = kinds.filter(code=code).first() or kinds.first()
            row |= {"kind": kind.name if kind else "", "site": site.code if site else ""}
        return [rows[0] | {"room": room.name if room else "", "purposes": purpose.code if purpose else ""}, *rows[1:]]

    def key(self, row):
        if not (row["title"] and row["day"] and row["starts"]):
            return None
        return fold(row["title"]), fold(row["site"] or ""), row["day"], row["starts"]

    def apply(self, row, *, dry_run):
        for name in ("title", "day", "starts"):
            if row[name] is None:
                raise ValidationError({name: _("Needed in every row.")})
        site = self.places.of_row(row)
        event, is_new = self.event_of(row)
        ends = row["ends"] or self.usual_end(event, row)
        [(starts_at, ends_at)] = planning.spans_of([row["day"]], row["starts"], ends)
        session = event.sessions.filter(site=site, starts_at=starts_at).first() if not is_new else None
        made = session is None
        session = session or Session(event=event, site=site, starts_at=starts_at, ends_at=ends_at)
        values = {"room": self.room_of(row, site), "elsewhere": row["elsewhere"], "seats": self.seats_of(row)}
        if row["ends"]:
            values["ends_at"] = ends_at
        changes = {}
        for name, value in values.items():
            if value is not None and (made or getattr(session, name) != value):
                changes[name.removesuffix("_at")] = (
                    "" if made else self.shown(getattr(session, name)),
                    self.shown(value),
                )
                setattr(session, name, value)
        speakers = [self.person_of(name) for name in row["speakers"] or ()]
        if speakers:
            before = [] if made else list(session.speakers.all())
            if set(before) != set(speakers):
                changes["speakers"] = (", ".join(map(str, before)), ", ".join(map(str, speakers)))
        try:
            session.full_clean()
        except ValidationError as error:
            known = {column.name for column in self.columns}
            raise ValidationError(
                {name if name in known else "title": words for name, words in error.message_dict.items()}
            ) from error
        note = " ".join(self.warnings(session, made, speakers))
        if made or changes:
            session.save()
        if "speakers" in changes:
            session.speakers.set(speakers)
        if is_new:
            self.events[fold(row["title"])] = event  # not before: a row that is refused leaves no event behind
            note = " ".join([_("New event."), note]).strip()
        return Outcome(ADDED if made else CHANGED if changes else UNCHANGED, changes, note)

    def shown(self, value):
        return formats.localize(timezone.localtime(value).time()) if isinstance(value, datetime) else str(value or "")

    def person_of(self, name):
        if fold(name) in self.namesakes:
            said = _("Several people are called “%(name)s”. Choose who speaks on the page of the session.")
            raise ValidationError({"speakers": said % {"name": name}})
        return self.people.of("speakers", name)

    def warnings(self, session, made, speakers):
        """What stands against the session; it is taken in all the same, as on the screen."""
        plan = conflicts.Plan(
            site=session.site, spans=[(session.starts_at, session.ends_at)], room=session.room, seats=session.seats,
            elsewhere=session.elsewhere, speakers=speakers, besides=set() if made else {session.pk},
        )  # fmt: skip
        return [conflict.message for conflict in conflicts.conflicts(plan)]

    def seats_of(self, row):
        if row["seats"] is not None and not 1 <= row["seats"] <= MOST_SEATS:
            raise ValidationError({"seats": _("Seats go from 1 to %(most)s.") % {"most": MOST_SEATS}})
        return row["seats"]

    def room_of(self, row, site):
        if row["room"] is None:
            return None
        room = self.rooms.get((site.pk, fold(row["room"])))
        if room is None:
            values = {"place": site, "room": row["room"]}
            raise ValidationError({"room": _("%(place)s has no room “%(room)s”. Add it in the settings.") % values})
        return room

    def usual_end(self, event, row):
        if not event.kind.minutes:
            raise ValidationError({"ends": _("Say until when: this kind has no usual length.")})
        minutes = row["starts"].hour * 60 + row["starts"].minute + event.kind.minutes
        return time(minutes // 60 % 24, minutes % 60)

    def event_of(self, row):
        """(the event of that title, True when it is new)."""
        event = self.events.get(fold(row["title"]))
        if event is not None:
            return event, False
        if fold(row["title"]) in self.others:
            said = _("“%(title)s” is made by another institution. Ask those who run the programme to change it.")
            raise ValidationError({"title": said % {"title": row["title"]}})
        if row["kind"] is None:
            raise ValidationError({"kind": _("A new event needs a kind.")})
        kind = self.kinds.of("kind", row["kind"])
        purposes = [self.purposes.of("purposes", name) for name in row["purposes"] or ()]
        institutions = [self.institutions.of("organisers", name) for name in row["organisers"] or ()]
        topics = [self.topics.of("topics", name) for name in row["topics"] or ()]
        audiences = [self.audiences.of("audiences", name) for name in row["audiences"] or ()]
        event = Event(
            title=row["title"],
            summary=row["summary"] or "",
            kind=kind,
            programme=self.programmes.of("programme", row["programme"]) if row["programme"] else None,
            needs_booking=kind.booking if row["booking"] is None else row["booking"],
        )
        event.clean_fields(exclude=["kind", "programme"])
        event.save()
        event.purposes.set(purposes)
        event.topics.set(topics)
        event.audiences.set(audiences)
        Organiser.objects.bulk_create(
            Organiser(event=event, institution=institution) for institution in dict.fromkeys(institutions)
        )
        if self.user:
            own_events.take_part(self.user, event)
        return event, True
