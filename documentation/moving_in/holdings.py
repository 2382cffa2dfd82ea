"""Holdings from a list: each row a title with its copies. Applied row by row in memory, written at once at the end."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.imports.importer import ADDED, CHANGED, UNCHANGED, Importer, Outcome
from citedesmetiers.imports.table import as_text, fold
from citedesmetiers.models import Purpose
from citedesmetiers.models.user import User
from documentation.models import Copy, Opinion, Resource, Subject
from documentation.models.resource import SIGNS
from documentation.moving_in.columns import COLUMNS
from documentation.moving_in.copies import CopyPlan, wanted
from documentation.moving_in.known import Catalogue, Lists, keys_of
from documentation.search import index

MANY = 200  # rows after which the numbers of words and suggestions are counted anew
AT_ONCE = 1_000
LONGEST_NAME = 80  # of a column; longer texts are not compared with their names
TOTALS = {"total", "soustotal", "totalgeneral", "totaux", "subtotal", "grandtotal"}
HEADING = re.compile(r"[—–(*=]|-{2,}|_{2,}")
PLAIN = (
    "title", "subtitle", "publisher", "year", "issn", "isbn", "abstract", "url", "source_id", "other_title", "number",
    "series", "pages", "acquired_on", "verified_on", "published", "harvested_from", "weeded_on",
)  # fmt: skip
SIGNED = re.compile(r"\s*\[(\d{4}-\d\d-\d\d)(?:, ([^\]]+))?\]\s*$")
OPINIONS_APART = re.compile(r"\n\s*\n")
PUBLIC_ID = re.compile(rf"[{SIGNS}]{{10}}")
by_which = {
    "id": gettext_lazy("Recognised by its permanent id."),
    "source": gettext_lazy("Recognised by its source id."),
    "isbn": gettext_lazy("Recognised by its ISBN."),
    "issn": gettext_lazy("Recognised by ISSN, year and number."),
    "title": gettext_lazy("Recognised by title, publisher and year."),
}
lengths = {
    name: Resource._meta.get_field(name).max_length for name in PLAIN if Resource._meta.get_field(name).max_length
}


class Holdings(Importer):
    """A holdings list: one title a row, recognised by source id, ISBN, ISSN and number, or title, publisher, year."""

    code, act = "holdings", "edit_catalogue"
    title = gettext_lazy("Holdings")
    rows_are = gettext_lazy("documents")
    files = gettext_lazy("Excel (.xlsx), CSV or UNIMARC (ISO 2709, MARCXML), at most 20 MB and 20,000 rows.")
    further = (
        (gettext_lazy("Take over another Cité’s catalogue"), "documentation:harvest"),
        (gettext_lazy("Copies in UNIMARC files"), "documentation:unimarc_fields"),
    )
    columns = COLUMNS
    writes_row_by_row = False

    def begin(self, *, dry_run):
        self.lists, self.catalogue = Lists(), Catalogue(lock=not dry_run)
        self.officers = {fold(name): pk for pk, name in User.objects.values_list("pk", "name")}
        self.own_names, self.second_tables, self.purposes_of_sheets = self.names(), {}, {}
        self.added, self.changed, self.plans, self.opinions = [], {}, [], []
        self.links, self.new_subjects = [], {}

    def sample_rows(self):
        """The first title with a purpose and a place of the centre's own."""
        lists, rows = Lists(), super().sample_rows()
        purpose = Purpose.objects.doors().in_force(timezone.localdate()).first()
        here = {"site": lists.usual_site.code if lists.usual_site else "", "purpose": purpose.code if purpose else ""}
        return [rows[0] | here, *rows[1:]]

    def passes_over(self, sheet, number, cells):
        """Headings between the rows, totals; a second table on the sheet is refused, and all that is below it."""
        filled = {name: text for name, cell in cells.items() if (text := as_text(cell))}
        named = [text for text in filled.values() if len(text) <= LONGEST_NAME and fold(text) in self.own_names]
        if len(named) >= 2 and 2 * len(named) >= len(filled):
            self.second_tables[sheet] = number
        if sheet in self.second_tables:
            raise ValidationError(
                _("Another table begins in row %(row)s. Put it on a sheet of its own.")
                % {"row": self.second_tables[sheet]}
            )
        if fold(filled.get("title", "")) in TOTALS:
            return _("A total, no document: passed over.")
        if len(filled) == 1 and HEADING.match(filled.get("title", "")):
            return _("A heading, no document: passed over.")
        return ""

    def key(self, row):
        return keys_of(self.values_of(row))[0]

    def values_of(self, row):
        """{attribute: value} of what the row says of the title itself; numbers go where they belong."""
        values = {name: row[name] for name in PLAIN if row[name] is not None}
        for wrong, right in (("isbn", "issn"), ("issn", "isbn")):
            number = values.get(wrong)
            if number and (len(number) == 9) != (wrong == "issn"):
                values[right] = values.pop(wrong)
        if row["public_id"] and PUBLIC_ID.fullmatch(row["public_id"]):
            values["public_id"] = row["public_id"]
        return values

    def apply(self, row, *, dry_run):
        values = self.values_of(row)
        self.check(values)
        found, known_by = self.catalogue.find(values)
        if found is not None and found.pk is None:
            raise ValidationError(_("The same as another row of this file: %(title)s.") % {"title": found.title})
        resource = found or self.new(values)
        note = [by_which[known_by]] if found else []
        theirs = values.get("harvested_from")
        if found and theirs and found.harvested_from != theirs:
            said = _("In the catalogue already, and not from there: left as it is.")
            return Outcome(UNCHANGED, {}, " ".join(map(str, [said, *note])))
        values |= self.choices_of(row, values, note, is_new=found is None)
        changes = self.changes_of(resource, values, is_new=found is None)
        purposes, subjects = (
            self.purposes_of(row, resource, changes, note),
            self.subjects_of(row, resource, changes, note),
        )
        asked = wanted(row, self.lists)
        medium = values.get("medium") or resource.medium
        resource_there = resource.was_copies if found else []
        if found is None:
            resource.medium = medium
        plan = CopyPlan(resource, resource_there, asked, self.lists) if asked is not None else None
        self.check_copies(plan, note)
        opinions = self.opinions_of(row, resource, changes, is_new=found is None)
        # From here on nothing refuses the row any more.
        for name in changes:
            if name in values:
                setattr(resource, name, values[name])
        self.gather(row, resource, plan, purposes, subjects, opinions, is_new=found is None, is_changed=bool(changes))
        changes |= plan.changes if plan else {}
        if found is None:
            return Outcome(ADDED, {}, " ".join(map(str, [_("New document."), *note])))
        return Outcome(CHANGED if changes else UNCHANGED, report(changes), " ".join(map(str, note)) if changes else "")

    def new(self, values):
        made = Resource(acquired_on=None)
        if values.get("public_id"):
            made.public_id = values["public_id"]
        made.was_purposes, made.was_subjects, made.was_copies, made.was_opinions = set(), set(), [], []
        return made

    def check(self, values):
        """Refuse what the columns of the catalogue cannot hold."""
        faults = {}
        for name, longest in lengths.items():
            if len(str(values.get(name) or "")) > longest:
                faults[name] = [
                    _("At most %(n)s signs; these are %(found)s.") % {"n": longest, "found": len(values[name])}
                ]
        if values.get("url"):
            try:
                URLValidator(schemes=["http", "https"])(values["url"])
            except ValidationError:
                faults["url"] = [_("This is no address of the web. It begins with https://.")]
        if faults:
            raise ValidationError(faults)

    def choices_of(self, row, values, note, *, is_new):
        """{attribute: entry of a list} of the row's medium, sector, level, language, authors, price, weeding."""
        found = {}
        if row["medium"]:
            found["medium"] = self.lists.medium(row["medium"])
        elif is_new:
            found["medium"] = self.lists.default_medium(values)
        for name, known in (("sector", self.lists.sectors), ("level", self.lists.levels)):
            if row[name]:
                first, *others = (self.lists.one(name, known, text) for text in row[name].split("|") if text.strip())
                found[name] = first
                if others:
                    words = {"column": self.column(name).label, "first": first, "others": ", ".join(map(str, others))}
                    note.append(_("%(column)s: “%(first)s” is kept, not %(others)s.") % words)
        if row["language"]:
            found["language"] = self.lists.language(row["language"])
        if row["author"] is not None:
            found["creators"] = row["author"]
            if any(len(name) > 200 for name in row["author"]):
                raise ValidationError({"author": _("At most %(n)s signs for a name.") % {"n": 200}})
        if row["price"] is not None:
            found["price_cents"] = row["price"]
        if row["weeded_on"]:
            reason = row["weeded_because"] or Resource.WeedingReason.OUTDATED
            if reason not in Resource.WeedingReason.values:
                known = ", ".join(Resource.WeedingReason.values)
                raise ValidationError({"weeded_because": _("Known are: %(known)s.") % {"known": known}})
            found["weeded_because"] = reason
        return found

    def changes_of(self, resource, values, *, is_new):
        """{attribute: (before, after)} of what would change; on a new resource all that it is given."""
        return {
            name: (getattr(resource, name, None) if not is_new or name != "medium" else None, value)
            for name, value in values.items()
            if name != "public_id" and (is_new and name == "medium" or getattr(resource, name) != value)
        }

    def purposes_of(self, row, resource, changes, note):
        """The purposes that the resource shall have; None when the row says nothing of them."""
        if row["purpose"]:
            found = [self.lists.one("purpose", self.lists.purposes, text) for text in row["purpose"]]
            keys = {purpose.pk for purpose in found}
        else:
            meant = self.lists.purpose_of_sheet(row.sheet)
            if meant is None:
                return None
            keys, found = resource.was_purposes | {meant.pk}, [meant]
        if keys != resource.was_purposes:
            changes["purpose"] = (
                names_of(self.lists.purposes, resource.was_purposes),
                names_of(self.lists.purposes, keys),
            )
        return keys

    def subjects_of(self, row, resource, changes, note):
        """The subjects that the resource shall have, rows of which some are not saved yet; None when not said."""
        if row["subjects"] is None:
            return None
        found, new = [], []
        for text in row["subjects"]:
            if len(text) > 120:
                raise ValidationError({"subjects": _("At most %(n)s signs for a subject.") % {"n": 120}})
            subject = self.lists.subjects.get(fold(text)) or self.new_subjects.get(fold(text))
            if subject is None:
                subject = Subject(name=text)
                new.append(subject)
            found.append(subject)
        if {subject.pk for subject in found} != resource.was_subjects:
            before = names_of(self.lists.subjects, resource.was_subjects)
            changes["subjects"] = (before, ", ".join(sorted(subject.name for subject in found)))
        for subject in new:
            self.new_subjects[fold(subject.name)] = subject
        if new:
            note.append(_("New subjects: %(names)s.") % {"names": ", ".join(subject.name for subject in new)})
        return found

    def check_copies(self, plan, note):
        """Refuse a barcode that another copy has; say when a shelf mark is not in the plan."""
        if plan is None:
            return
        taken = self.catalogue.barcodes
        for copy in plan.added:
            if copy.barcode and taken[copy.barcode]:
                raise ValidationError(
                    {"barcode": _("Another copy has the barcode %(code)s.") % {"code": copy.barcode}}
                )
            if len(copy.shelf_mark) > 60 or len(copy.barcode) > 40:
                raise ValidationError({"shelf_mark": _("At most %(n)s signs.") % {"n": 60}})
        taken.update(copy.barcode for copy in plan.added if copy.barcode)
        marks = {copy.shelf_mark for copy in (*plan.added, *plan.changed) if copy.shelf_mark and copy.node is None}
        if marks and self.lists.nodes:
            note.append(_("Not in the shelving plan: %(marks)s.") % {"marks": ", ".join(sorted(marks))})

    def opinions_of(self, row, resource, changes, *, is_new):
        """Opinions that are not there yet, as rows to add; signed and dated ones keep both."""
        if not row["opinion"]:
            return []
        there = {" ".join(opinion.text.split()) for opinion in resource.was_opinions}
        found = []
        for part in OPINIONS_APART.split(row["opinion"]):
            signed = SIGNED.search(part)
            text = SIGNED.sub("", part).strip()
            if not text or " ".join(text.split()) in there:
                continue
            if len(text) > 2_000:
                raise ValidationError(
                    {"opinion": _("At most %(n)s signs; these are %(found)s.") % {"n": 2_000, "found": len(text)}}
                )
            day = timezone.datetime.fromisoformat(signed[1]).date() if signed else timezone.localdate()
            found.append(Opinion(text=text, day=day, officer_id=self.officers.get(fold((signed and signed[2]) or ""))))
        if found:
            before = " ".join(opinion.text for opinion in resource.was_opinions)
            changes["opinion"] = (before, "\n\n".join([before, *(opinion.text for opinion in found)]).strip())
        return found

    def gather(self, row, resource, plan, purposes, subjects, opinions, *, is_new, is_changed):
        """Remember what finish() will write."""
        if is_new:
            self.added.append(resource)
            self.catalogue.enter(resource)
        elif is_changed or plan and plan.changes or opinions:
            self.changed[resource.pk] = resource
        self.links.append((resource, purposes, subjects, row["replaced_by"], row["related"]))
        if plan is not None:
            self.plans.append(plan)
        for opinion in opinions:
            opinion.resource = resource
            self.opinions.append(opinion)

    def finish(self, *, dry_run):
        """Write what was gathered, in a fixed number of statements for a thousand rows."""
        now = timezone.now()
        for resource in (*self.added, *self.changed.values()):
            resource.changed_at = now
        Subject.objects.bulk_create(self.new_subjects.values(), batch_size=AT_ONCE)
        Resource.objects.bulk_create(self.added, batch_size=AT_ONCE)
        Resource.objects.bulk_update(self.changed.values(), WRITTEN, batch_size=200)
        self.write_links()
        copies = [copy for plan in self.plans for copy in plan.added]
        for copy in copies:
            copy.resource_id = copy.resource.pk
        Copy.objects.bulk_create(copies, batch_size=AT_ONCE)
        changed = [copy for plan in self.plans for copy in plan.changed]
        fields = ["site", "shelf_mark", "barcode", "state", "node", "added_on", "withdrawn_on"]
        Copy.objects.bulk_update(changed, fields, batch_size=AT_ONCE)
        for opinion in self.opinions:
            opinion.resource_id = opinion.resource.pk
        Opinion.objects.bulk_create(self.opinions, batch_size=AT_ONCE)
        if not dry_run:
            index.refresh([*(resource.pk for resource in self.added), *self.changed])
            if len(self.added) + len(self.changed) >= MANY:
                index.rebuild_later()

    def write_links(self):
        """Purposes and subjects as the rows say, then which resource replaces or is related to which."""
        for field, place, was in (("purposes", 1, "was_purposes"), ("subjects", 2, "was_subjects")):
            table = getattr(Resource, field).through
            column = "purpose_id" if field == "purposes" else "subject_id"
            new, gone = [], []
            for entry in self.links:
                resource, wanted_keys = entry[0], entry[place]
                if wanted_keys is None:
                    continue
                keys = {getattr(each, "pk", each) for each in wanted_keys}
                new += [(resource.pk, key) for key in keys - getattr(resource, was)]
                gone += [(resource.pk, key) for key in getattr(resource, was) - keys]
            for resource, key in gone:
                table.objects.filter(resource_id=resource, **{column: key}).delete()
            if new:
                link(table._meta.db_table, column, new)
        ids = {}
        if any(entry[3] or entry[4] for entry in self.links):
            ids = dict(Resource.objects.values_list("public_id", "pk"))
        for resource, _purposes, _subjects, replaced_by, related in self.links:
            if replaced_by in ids and ids[replaced_by] != resource.pk:
                Resource.objects.filter(pk=resource.pk).update(replaced_by=ids[replaced_by])
            keys = [ids[each] for each in related or () if each in ids and ids[each] != resource.pk]
            if keys:
                resource.related.add(*keys)


WRITTEN = [*PLAIN, "medium", "sector", "level", "language", "creators", "price_cents", "weeded_because", "changed_at"]


def link(table, column, pairs):
    """Add (resource, other key) pairs to the table between resources and their purposes or subjects, at once."""
    resources, others = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (resource_id, {column})"  # noqa: S608 -- names of our own tables
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING",
            [list(resources), list(others)],
        )


def names_of(known, keys):
    """The names of the entries with these keys, for the report."""
    found = {row.pk: row for row in known.values() if row.pk in keys} if keys else {}  # under each of its names
    return ", ".join(sorted(map(str, found.values())))


def report(changes):
    """{column name: (before, after)} as texts, under the names of the columns."""
    renamed = {"creators": "author", "price_cents": "price"}
    return {renamed.get(name, name): (shown(name, old), shown(name, new)) for name, (old, new) in changes.items()}


def shown(name, value):
    """A value as people read it in the report."""
    if value is None:
        return ""
    if name == "price_cents":
        return f"{value / 100:.2f}"
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)
