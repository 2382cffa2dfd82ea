"""The people whom institutions lend, from Excel or CSV: compared in memory, written at once at the end."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.constraints import WRONG_WAY_ROUND
from citedesmetiers.imports import cells
from citedesmetiers.imports.importer import ADDED, CHANGED, UNCHANGED, Column, Importer, Outcome
from citedesmetiers.imports.table import fold
from partners.gathering import Rows
from partners.languages import SPOKEN
from partners.models import Function, Institution, Professional


def leaves_before_coming(person):
    if person.active_from and person.active_until and person.active_until < person.active_from:
        return "active_until", WRONG_WAY_ROUND
    return None


class Professionals(Importer):
    """One person a row, recognised by name and institution; the institution must be there."""

    code, act = "professionals", "edit_partners"
    title = gettext_lazy("People whom institutions lend")
    rows_are = gettext_lazy("people")
    columns = (
        Column(
            "name", gettext_lazy("Name"),
            ("nom", "nom et prénom", "prénom et nom", "professionnel", "professional", "conseiller", "personne"),
            required=True, samples=("Camille Orset", "Jonas Brévant"),
        ),
        Column(
            "institution", gettext_lazy("Institution"),
            ("organisme", "structure", "employeur", "employer", "partenaire", "institution code"),
            required=True, hint=gettext_lazy("Its name or its code; it must be there already."),
            samples=("Mission locale du Pays de Lisse", "Mission locale du Pays de Lisse"),
        ),
        Column(
            "functions", gettext_lazy("Functions"), ("fonction", "fonctions", "function", "métier", "poste"),
            parse=cells.SeveralOf(Function.choices), hint=gettext_lazy("Several with commas between them."),
            samples=("counsellor, workshop_leader", "reception_agent"),
        ),
        Column(
            "languages", gettext_lazy("Languages spoken"), ("langues", "langues parlées", "langue", "languages"),
            parse=cells.SeveralOf(SPOKEN), hint=gettext_lazy("Names or codes, with commas between them."),
            samples=("fr, it", "fr"),
        ),
        Column(
            "contract", gettext_lazy("Here as"), ("contrat", "statut", "contract"),
            parse=cells.OneOf(Professional.Contract.choices), samples=("employee", "civic_service"),
        ),
        Column(
            "fte", gettext_lazy("Full-time equivalent"), ("etp", "quotité", "temps de travail", "fte"),
            parse=cells.number, samples=("0.4", "1"),
            hint=gettext_lazy("1 is a full-time job, 0.1 half a day a week."),
        ),
        Column(
            "active_from", gettext_lazy("Works here from"), ("depuis", "arrivée", "début", "from", "date d'arrivée"),
            parse=cells.day, samples=("2024-02-01",),
        ),
        Column(
            "active_until", gettext_lazy("Works here until"), ("jusqu'au", "départ", "fin", "until", "date de départ"),
            parse=cells.day,
        ),
        Column(
            "charter_signed_on", gettext_lazy("Charter signed on"), ("charte signée le", "charte", "charter"),
            parse=cells.day, samples=("2024-02-05",),
        ),
    )  # fmt: skip

    OWN = (
        "functions", "languages", "contract", "fte", "active_from", "active_until", "charter_signed_on",
    )  # fmt: skip
    writes_row_by_row = False

    def begin(self, *, dry_run):
        self.rows, self.accounts = Rows(Professional, self.OWN, [leaves_before_coming]), {}
        self.institutions = {}
        for institution in Institution.objects.order_by("pk"):
            self.institutions.setdefault(fold(institution.code), []).append(institution)
            if fold(institution.name) != fold(institution.code):
                self.institutions.setdefault(fold(institution.name), []).append(institution)
        people = Professional.objects.select_related("user")
        if not dry_run:
            people = people.select_for_update(of=("self",))
        self.people = {}
        for person in people.order_by("pk"):
            self.people.setdefault((person.institution_id, fold(person.name)), []).append(person)

    def sample_rows(self):
        """Of an institution that is there; before the first one, of the one in the ready-made file of institutions."""
        first = Institution.objects.order_by("pk").first()
        named = {"institution": first.code} if first else {}
        return [row | named for row in super().sample_rows()]

    def key(self, row):
        return fold(row["name"]), fold(row["institution"])

    def apply(self, row, *, dry_run):
        institution = self.institution_of(row)
        there = self.people.get((institution.pk, fold(row["name"])), [])
        if len(there) > 1:
            raise ValidationError({"name": _("%(n)s people of this institution have this name.") % {"n": len(there)}})
        is_new = not there
        person = Professional(institution=institution, name=row["name"]) if is_new else there[0]
        changes = self.rows.set(person, {name: row[name] for name in self.OWN})
        # From here on nothing refuses the row any more.
        if person.user is not None and person.user.expires_on != person.active_until:
            self.accounts[person.pk] = person
        if is_new:
            self.rows.add(person)
            self.people[institution.pk, fold(person.name)] = [person]
            return Outcome(ADDED, changes, _("New person."))
        if changes:
            self.rows.change(person)
        return Outcome(CHANGED if changes else UNCHANGED, changes)

    def finish(self, *, dry_run):
        self.rows.write()
        for person in self.accounts.values():
            person.end_account_in_step()

    def institution_of(self, row):
        found = self.institutions.get(fold(row["institution"]), [])
        if not found:
            raise ValidationError({"institution": _("No institution has this name. Add it first, or import it.")})
        if len(found) > 1:
            raise ValidationError(
                {"institution": _("%(n)s institutions have this name: write the code.") % {"n": len(found)}}
            )
        return found[0]
