"""Institutions and their contacts, from Excel or CSV: compared in memory, written at once at the end."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.imports import cells
from citedesmetiers.imports.importer import ADDED, CHANGED, UNCHANGED, Column, Importer, Outcome
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Centre
from partners.gathering import Rows, put_back
from partners.models import Contact, Institution, InstitutionKind, InstitutionRole
from partners.models.institution import code_stem

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


def ends_before_it_begins(institution):
    if institution.since and institution.until and institution.until < institution.since:
        return "until", _("The last day lies before the first day.")
    return None


def cannot_be_reached(contact):
    if not (contact.email or contact.phone or contact.name):
        return "name", _("Give a name, an e-mail address or a telephone number.")
    return None


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
            hint=gettext_lazy("Needed for a new institution: a name of your list."),
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
    writes_row_by_row = False

    def begin(self, *, dry_run):
        self.rows = Rows(Institution, self.OWN, [ends_before_it_begins])
        self.contact_rows = Rows(Contact, ["function", "name", "email", "phone"], [cannot_be_reached])
        rows = Institution.objects.select_related("kind").order_by("pk")
        self.by_code, self.by_name = {}, {}
        for institution in rows if dry_run else rows.select_for_update(of=("self",)):
            self.know(institution)
        self.contacts = {}
        codes = {institution.pk: institution.code for institution in self.by_code.values()}
        for contact in Contact.objects.order_by("pk"):
            self.contacts.setdefault(codes[contact.institution_id], []).append(contact)
        self.numbers = {}  # {stem of a code: the last number behind it}
        self.said = {}  # {code: {column: (value, row number)}} by the rows so far
        self.kinds = {}
        for kind in InstitutionKind.objects.all():
            for name in (kind.code, kind.name_fr, kind.name_en, kind.name_it, kind.name_es, kind.name_pt):
                if name:
                    self.kinds.setdefault(fold(name), kind)
        centre = Centre.objects.current()
        self.country = centre.country if centre else "FR"

    def sample_rows(self):
        kind = InstitutionKind.objects.filter(code="youth_service").first() or InstitutionKind.objects.first()
        return [row | {"kind": kind.name if kind else ""} for row in super().sample_rows()]

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
            institution = Institution(code=self.free_code(row["name"]), country=values["country"] or self.country)
        elif not row["code"]:
            values["name"] = None  # recognised by it: other capitals or accents are no new name
        self.refuse_contradictions(institution, values)
        if is_new:
            institution.kind = values["kind"]
        before = {} if is_new else {name: getattr(institution, name) for name in self.OWN}
        try:
            changes = self.rows.set(institution, values)
            contact, of_contact = self.contact_in(institution, row)
        except ValidationError:
            put_back(institution, before)  # the object is kept for the rows that follow
            raise
        # From here on nothing refuses the row any more.
        if changes and not is_new:
            self.rows.change(institution)
        if of_contact:
            self.gather(institution, contact)
        said = self.said.setdefault(institution.code, {})
        for name, value in values.items():
            if value is not None:
                said.setdefault(name, (value, row.number))
        if is_new:
            self.rows.add(institution)
            self.know(institution)
            return Outcome(ADDED, changes | of_contact, _("New institution."))
        changes |= of_contact
        return Outcome(CHANGED if changes else UNCHANGED, changes)

    def free_code(self, name):
        """A code made from `name`: as Institution.objects.free_code gives it, without a question for each row."""
        stem = code_stem(name)
        code, number = stem, self.numbers.get(stem, 1)
        while code in self.by_code:
            number += 1
            code = f"{stem}-{number}"
        self.numbers[stem] = number
        return code

    def finish(self, *, dry_run):
        self.rows.write()
        self.contact_rows.write()

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

    def contact_in(self, institution, row):
        """The contact that the row tells, found by function, else by e-mail address, and what changes of it.

        (Contact or None, {column: (before, after)}). Raises ValidationError.
        """
        given = {name.removeprefix("contact_"): row[name] for name in self.CONTACT}
        if not any(given.values()):
            return None, {}
        contact = self.contact_of(self.contacts.get(institution.code, []), given)
        if contact is None:
            if not (given["name"] or given["email"] or given["phone"]):
                raise ValidationError(
                    {"contact_function": _("Give a name, an e-mail address or a telephone number with it.")}
                )
            contact = Contact(institution=institution, function=given["function"] or str(NO_CONTACT_FUNCTION))
            given["function"] = None
        try:
            changes = self.contact_rows.set(contact, given)
        except ValidationError as error:
            raise ValidationError(
                {f"contact_{name}" if name in given else name: errors for name, errors in error.message_dict.items()}
            ) from error
        return contact, {f"contact_{name}": change for name, change in changes.items()}

    def gather(self, institution, contact):
        known = self.contacts.setdefault(institution.code, [])
        if any(each is contact for each in known):
            self.contact_rows.change(contact)
        else:
            known.append(contact)
            self.contact_rows.add(contact)

    def contact_of(self, contacts, given):
        """The one of `contacts` with the same function, else with the same e-mail address; None when it is new."""
        for name in ("function", "email"):
            for each in contacts:
                if given[name] and fold(getattr(each, name)) == fold(given[name]):
                    return each
        return None
