"""The columns of a holdings list, with the names that centres have given them in French and English."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.imports import cells as house
from citedesmetiers.imports.importer import Column
from documentation import cells

COLUMNS = (
    Column(
        "title", _("Title"),
        ("titre", "titre du document", "intitulé", "revue", "titre de la revue", "nom de la revue", "nom du document",
         "document", "titre et sous-titre", "titre propre"),
        required=True, parse=cells.title, samples=("Choisir sa voie après la troisième", "Métiers en mouvement"),
    ),
    Column("subtitle", _("Subtitle"), ("sous-titre", "complément du titre"), samples=("Les passerelles",)),
    Column(
        "author", _("Authors"),
        ("auteur", "auteurs", "auteur(s)", "auteur (prénom nom)", "author", "authors", "creator", "creators", "par",
         "responsabilité", "autrice", "auteur·ice"),
        parse=cells.people, may_repeat=True, samples=("Orlane Vidric; Malo Thévestre",),
        hint=_("Several with semicolons between them."),
    ),
    Column(
        "publisher", _("Publisher"),
        ("éditeur", "edition", "éditions", "ed.", "maison d'édition", "editeur", "éditeur commercial", "diffuseur",
         "producteur"),
        may_repeat=True, samples=("Éditions Mille-Chemins",),
    ),
    Column(
        "year", _("Year"),
        ("année", "an", "date", "date édition", "date d'édition", "parution", "année de parution", "année d'édition",
         "date de parution", "publié en", "publication year", "date de publication"),
        parse=cells.year, may_repeat=True, samples=("2025", "2026"),
    ),
    Column(
        "isbn", _("ISBN"),
        ("isbn 13", "isbn13", "n° isbn/issn", "isbn/issn", "n° isbn", "no isbn", "isbn ou issn", "ean", "code isbn"),
        parse=cells.isbn, samples=("978-2-900012-10-9",), hint=_("Format the column as text."),
    ),
    Column("issn", _("ISSN"), ("n° issn", "no issn", "code issn"), parse=cells.issn, samples=("", "2999-0173")),
    Column(
        "medium", _("Medium"),
        ("support", "type", "type de doc", "type de document", "doc.", "nature", "média", "format", "type doc"),
        may_repeat=True, samples=("guide", "journal"),
    ),
    Column(
        "purpose", _("Purpose"),
        ("purposes", "pôle", "poles", "pôles", "finalité", "finalités", "pôle documentaire", "espace"),
        parse=cells.words, may_repeat=True,
        hint=_("Or one sheet for each purpose, with its name."),
    ),
    Column(
        "subjects", _("Subjects"),
        ("subject", "mots clés", "mots-clés", "mots clefs", "mots-clefs", "sujets", "sujet", "descripteurs", "thème",
         "thèmes", "domaine", "keywords", "indexation", "thématique"),
        parse=cells.words, may_repeat=True, samples=("après la troisième|voie professionnelle",),
    ),
    Column("sector", _("Sector"), ("secteur", "secteur d'activité", "secteur professionnel"), may_repeat=True),
    Column("level", _("Level"), ("niveau", "niveau de diplôme", "niveau d'études"), may_repeat=True),
    Column("language", _("Language"), ("langue", "lang", "langues"), may_repeat=True, samples=("fr",)),
    Column(
        "abstract", _("Abstract"), ("résumé", "description", "présentation", "contenu", "summary", "analyse"),
        parse=cells.abstract,
    ),
    Column(
        "opinion", _("Opinion"),
        ("avis", "avis documentaliste", "avis du documentaliste", "commentaire", "notre avis", "opinions"),
        parse=cells.abstract,
    ),
    Column(
        "shelf_mark", _("Shelf mark"),
        ("cote", "cote rangement", "emplacement", "classement", "rangement", "localisation", "cotes", "call number"),
        parse=cells.shelf_marks, may_repeat=True, samples=("O20 VID", "G80"),
    ),
    Column(
        "copies", _("Copies"),
        ("exemplaires", "exemplaire", "nb ex.", "nb d'exemplaires", "nombre d'exemplaires", "qté", "quantité", "ex.",
         "nb exemplaires", "number of copies"),
        parse=cells.counts, samples=("3", "1"), hint=_("One number, or one for each place: 3|2."),
    ),
    Column(
        "site", _("Place"), ("lieu", "lieux", "sites", "antenne", "places", "centre", "bibliothèque"),
        parse=cells.places, may_repeat=True, hint=_("Code or name; several with a bar between."),
    ),
    Column(
        "price", _("Price"),
        ("prix", "prix ttc", "prix €", "prix d'achat", "tarif", "coût", "abonnement", "prix unitaire", "price (€)"),
        parse=cells.price, samples=("12.90", "72"),
    ),
    Column(
        "url", _("Web address"),
        ("url", "adresse", "lien", "site web", "adresse web", "site internet", "link", "website", "adresse internet"),
        parse=cells.web_address,
    ),
    Column(
        "source_id", _("Source id"),
        ("id", "identifiant", "source id", "numéro", "n°", "n° notice", "numéro de notice", "identifiant source",
         "n° inventaire", "record id", "code notice"),
        samples=("CMV-00001", "CMV-00002"),
    ),
    Column("other_title", _("Other title"), ("autre titre", "titre parallèle", "titre original")),
    Column("number", _("Number of the issue"), ("n° du numéro", "numéro de revue", "issue", "livraison", "fascicule")),
    Column("series", pgettext_lazy("of books", "Series"), ("collection", "série", "coll.")),
    Column("pages", _("Extent"), ("nombre de pages", "nb pages", "pages", "durée", "importance matérielle")),
    Column("acquired_on", _("Acquired on"), ("acquis le", "date d'achat", "entré le"), parse=cells.seen_on),
    Column("verified_on", _("Last verified on"), ("vérifié le", "vu le", "mis à jour le"), parse=cells.seen_on),
    Column("published", _("Visible to the public"), ("visible", "public", "publié"), parse=house.yes_or_no),
    Column("barcode", _("Barcodes"), ("code-barres", "code barre", "codes-barres"), parse=cells.places),
    Column("copy_state", _("State of the copies"), ("état", "état des exemplaires", "statut"), parse=cells.places),
    Column(
        "lendable", _("May be lent"),
        ("lendable", "prêtable", "empruntable", "prêt possible", "peut être prêté", "peut être emprunté"),
        parse=cells.places, hint=_("Yes or no; empty: as usual for the medium."),
    ),
    Column("copy_added", _("Copies added on"), ("exemplaires ajoutés le",), parse=cells.places),
    Column("weeded_on", _("Weeded on"), ("désherbé le", "pilonné le"), parse=cells.seen_on),
    Column("weeded_because", _("Why it was weeded"), ("motif de désherbage",)),
    Column("harvested_from", _("Taken over from"), ("repris de",)),
    Column("public_id", _("Permanent id"), ("identifiant permanent",)),
    Column("replaced_by", _("Replaced by (permanent id)"), ("remplacé par",)),
    Column("related", _("Related (permanent ids)"), ("documents liés",), parse=cells.words),
)  # fmt: skip

# How sheets are named that hold one purpose each, by the purpose's code.
SHEETS = {
    "orientation": ("orient", "metier", "decouvrir", "profession"),
    "employment": ("emploi", "job", "travail", "employment", "recherchedemploi"),
    "training": ("formation", "former", "training", "etudes"),
    "career_change": ("evolu", "changer", "reconversion", "career", "mobilite"),
    "business": ("crea", "creer", "entrepren", "business"),
}
