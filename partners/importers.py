"""Institutions and the people they lend, from Excel or CSV."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.imports import cells
from citedesmetiers.imports.importer import ADDED, CHANGED, UNCHANGED, Column, Importer, Outcome
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Centre
from partners.languages import SPOKEN
from partners.models import Contact, Function, Institution, InstitutionKind, InstitutionRole, Professional

COUNTRIES = {
    "france": "FR", "suisse": "CH", "switzerland": "CH", "svizzera": "CH", "belgique": "BE", "belgium": "BE",
    "italie": "IT", "italy": "IT", "italia": "IT", "espagne": "ES", "spain": "ES", "espana": "ES",
    "portugal": "PT", "luxembourg": "LU", "allemagne": "DE", "germany": "DE",
}  # fmt: skip
NO_CONTACT_FUNCTION = gettext_lazy("Contact")


def country(cell):
    """Two letters, or the name of a country in which there are Cités."""
    found = cells.line(cell)
    return COUNTRIES.get(fold(found), found.upper())


def website(cell):
    found = cells.line(cell)
    return found if "://" in found else f"https://{found}"


def shown(value):
    """A value as a person reads it in a report."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def write(target, values):
    """Set those `values` ({column: value}) that are given and differ, check the whole row and save it.

    Returns {column: (before, after)}. Raises ValidationError.
    """
    before = {name: getattr(target, name) for name, value in values.items() if value is not None}
    changes = {name: (shown(old), shown(values[name])) for name, old in before.items() if old != values[name]}
    for name in changes:
        setattr(target, name, values[name])
    if changes or target.pk is None:
        try:
            target.full_clean()
        except ValidationError:
            put_back(target, before)
            raise
        target.save()
    return changes


def put_back(target, values):
    for name, value in values.items():
        setattr(target, name, value)


class Institutions(Importer):
    """One institution a row, or one for each contact. Recognised by its code, else by name and municipality."""

    code, act = "institutions", "edit_partners"
    title = gettext_lazy("Institutions and their contacts")
    rows_are = gettext_lazy("institutions or contacts")
    columns = (
        Column(
            "name", gettext_lazy("Name"),
            ("institution", "organisme", "structure", "nom de l'organisme", "raison sociale", "partenaire", "partner",
             "organisation", "organization", "dénomination"),
            required=True, samples=("Mission locale du Pays de Lisse", "Mission locale du Pays de Lisse"),
        ),
        Column(
            "kind", gettext_lazy("Kind"), ("type", "catégorie", "nature", "kind of institution", "type d'organisme"),
            hint=gettext_lazy("Needed for a new institution: a name of your list."), samples=("Mission locale",),
        ),
        Column(
            "roles", gettext_lazy("Roles"), ("role", "rôle", "rôles", "fonction dans la cité"),
            parse=cells.SeveralOf(InstitutionRole.choices), hint=gettext_lazy("Several with commas between them."),
            samples=("desk_partner, funder",),
        ),
        Column(
            "municipality", gettext_lazy("Municipality"), ("commune", "ville", "city", "town", "localité"),
            samples=("Vaurenne", "Vaurenne"),
        ),
        Column("country", gettext_lazy("Country"), ("pays",), parse=country, samples=("FR",)),
        Column(
            "website", gettext_lazy("Website"), ("site web", "site internet", "url", "web"), parse=website,
            samples=("https://mission-locale.example",),
        ),
        Column("since", gettext_lazy("Takes part since"), ("depuis", "partenaire depuis", "since", "depuis le"),
               parse=cells.day, samples=("2021-09-01",)),
        Column("until", gettext_lazy("Took part until"), ("jusqu'au", "until", "fin"), parse=cells.day),
        Column(
            "contact_function", gettext_lazy("Function of the contact"),
            ("fonction", "fonction du contact", "contact function", "poste", "function"),
            samples=("Directrice", "Secrétariat"),
        ),
        Column(
            "contact_name", gettext_lazy("Name of the contact"),
            ("contact", "nom du contact", "interlocuteur", "référent", "contact name"), samples=("Dominique Brévant",),
        ),
        Column(
            "contact_email", gettext_lazy("E-mail address"),
            ("e-mail", "email", "mail", "courriel", "adresse mail", "contact e-mail", "mél"), parse=cells.email,
            samples=("direction@mission-locale.example", "accueil@mission-locale.example"),
        ),
        Column(
            "contact_phone", gettext_lazy("Telephone"),
            ("téléphone", "tel", "tél.", "phone", "contact phone", "numéro de téléphone"), parse=cells.phone,
            samples=("05 55 00 00 01", "05 55 00 00 02"),
        ),
        Column("code", gettext_lazy("Code"), ("identifiant", "id"), hint=gettext_lazy("Only to correct a name.")),
    )  # fmt: skip
    OWN = ("name", "kind", "roles", "municipality", "country", "website", "since", "until")
    CONTACT = ("contact_function", "contact_name", "contact_email", "contact_phone")

    def begin(self, *, dry_run):
        rows = Institution.objects.select_related("kind").order_by("pk")
        self.by_code, self.by_name = {}, {}
        for institution in rows if dry_run else rows.select_for_update(of=("self",)):
            self.know(institution)
        self.contacts = {}
        for contact in Contact.objects.order_by("pk"):
            self.contacts.setdefault(contact.institution_id, []).append(contact)
        self.said = {}  # {code: {column: (value, row number)}} by the rows so far
        self.kinds = {}
        for kind in InstitutionKind.objects.all():
            for name in (kind.code, kind.name_fr, kind.name_en, kind.name_it, kind.name_es, kind.name_pt):
                if name:
                    self.kinds.setdefault(fold(name), kind)
        centre = Centre.objects.current()
        self.country = centre.country if centre else "FR"

    def know(self, institution):
        self.by_code[institution.code] = institution
        self.by_name.setdefault(fold(institution.name), []).append(institution)

    def key(self, row):
        name = fold(row["code"] or row["name"] or "")
        contact = [fold(row[column] or "") for column in self.CONTACT]
        return name, fold(row["municipality"] or ""), *contact

    def kind_of(self, row):
        """The kind that the row names, by its code or its name in any language; None when it names none."""
        if row["kind"] is None:
            return None
        if fold(row["kind"]) not in self.kinds:
            near = cells.nearest(row["kind"], {str(kind) for kind in self.kinds.values()})
            sentence = _("No such kind of institution here. Add it to your list of kinds, or use one of them.")
            if near:
                sentence = _("No such kind of institution here. Add it to your list of kinds, or use: %(near)s.")
            raise ValidationError({"kind": sentence % {"near": ", ".join(near)}})
        return self.kinds[fold(row["kind"])]

    def find(self, row):
        """The institution that `row` is about, None for a new one. Raises ValidationError when it could be several."""
        if row["code"]:
            if row["code"].lower() not in self.by_code:
                raise ValidationError({"code": _("No institution has this code. Leave it empty for a new one.")})
            return self.by_code[row["code"].lower()]
        named = self.by_name.get(fold(row["name"]), [])
        if row["municipality"]:
            there = [each for each in named if fold(each.municipality) == fold(row["municipality"])]
            named = there or [each for each in named if not each.municipality]
        if len(named) > 1:
            raise ValidationError(
                {"name": _("%(n)s institutions have this name: say the municipality or the code.") % {"n": len(named)}}
            )
        return named[0] if named else None

    def apply(self, row, *, dry_run):
        institution, values = self.find(row), {name: row[name] for name in self.OWN} | {"kind": self.kind_of(row)}
        is_new = institution is None
        if is_new:
            if values["kind"] is None:
                raise ValidationError({"kind": self.why_new(row)})
            institution = Institution(
                code=Institution.objects.free_code(row["name"]), country=values["country"] or self.country
            )
        elif not row["code"]:
            values["name"] = None  # recognised by it: other capitals or accents are no new name
        self.refuse_contradictions(institution, values)
        if is_new:
            institution.kind = values["kind"]
        before = {} if is_new else {name: getattr(institution, name) for name in self.OWN}
        try:
            changes = write(institution, values)
            changes |= self.write_contact(institution, row)
        except ValidationError:
            put_back(institution, before)  # the object is kept for the rows that follow
            raise
        said = self.said.setdefault(institution.code, {})
        for name, value in values.items():
            if value is not None:
                said.setdefault(name, (value, row.number))
        if is_new:
            self.know(institution)
            return Outcome(ADDED, changes, _("New institution."))
        return Outcome(CHANGED if changes else UNCHANGED, changes)

    def why_new(self, row):
        """Why a row without a kind cannot be taken for an institution that is there."""
        elsewhere = [each.municipality for each in self.by_name.get(fold(row["name"]), []) if each.municipality]
        if not elsewhere:
            return _("A new institution needs a kind.")
        return _(
            "Here it is in %(towns)s; in another town it is a new one and needs a kind. To move it, give its code."
        ) % {"towns": ", ".join(elsewhere)}

    def refuse_contradictions(self, institution, values):
        """Two rows about one institution may not say two things; else each import would turn it over again."""
        said = self.said.get(institution.code, {})
        for name, value in values.items():
            if value is not None and name in said and said[name][0] != value:
                raise ValidationError(
                    {name: _("Row %(number)s says something else about this institution.") % {"number": said[name][1]}}
                )

    def write_contact(self, institution, row):
        """Find the contact by function, else by e-mail address, and write it; {column: (before, after)}."""
        given = {name.removeprefix("contact_"): row[name] for name in self.CONTACT}
        if not any(given.values()):
            return {}
        contacts = self.contacts.setdefault(institution.pk, [])
        contact = self.contact_of(contacts, given)
        if contact is None:
            if not (given["name"] or given["email"] or given["phone"]):
                raise ValidationError(
                    {"contact_function": _("Give a name, an e-mail address or a telephone number with it.")}
                )
            contact = Contact(institution=institution, function=given["function"] or str(NO_CONTACT_FUNCTION))
            given["function"] = None
        is_new = contact.pk is None
        try:
            changes = write(contact, given)
        except ValidationError as error:
            raise ValidationError(
                {f"contact_{name}" if name in given else name: errors for name, errors in error.message_dict.items()}
            ) from error
        if is_new:
            contacts.append(contact)
        return {f"contact_{name}": change for name, change in changes.items()}

    def contact_of(self, contacts, given):
        """The one of `contacts` with the same function, else with the same e-mail address; None when it is new."""
        for name in ("function", "email"):
            for each in contacts:
                if given[name] and fold(getattr(each, name)) == fold(given[name]):
                    return each
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

    def begin(self, *, dry_run):
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

    def key(self, row):
        return fold(row["name"]), fold(row["institution"])

    def apply(self, row, *, dry_run):
        institution = self.institution_of(row)
        there = self.people.get((institution.pk, fold(row["name"])), [])
        if len(there) > 1:
            raise ValidationError({"name": _("%(n)s people of this institution have this name.") % {"n": len(there)}})
        person = there[0] if there else Professional(institution=institution, name=row["name"])
        is_new = person.pk is None
        changes = write(person, {name: row[name] for name in row.values if name not in ("name", "institution")})
        person.end_account_in_step()
        if is_new:
            return Outcome(ADDED, changes, _("New person."))
        return Outcome(CHANGED if changes else UNCHANGED, changes)

    def institution_of(self, row):
        found = self.institutions.get(fold(row["institution"]), [])
        if not found:
            raise ValidationError({"institution": _("No institution has this name. Add it first, or import it.")})
        if len(found) > 1:
            raise ValidationError(
                {"institution": _("%(n)s institutions have this name: write the code.") % {"n": len(found)}}
            )
        return found[0]
