"""The field's terms in French, for the check of the catalogue; the reference is the network's own vocabulary."""

# English, as a pattern for whole words → what the French must contain, as a pattern.
GLOSSARY = {
    "desks?": "pôle",
    "interviews?": "entretien",
    "visits?": "visite",
    "reception": "accueil",
    "places?": r"lieu|présence",
    "purposes?": "motif|finalité",
    "counsellors?": "conseil",
    "partners?": "partenaire|partenariat",
    "agreements?": "convention",
    "charter": "charte",
    "commitments?": "engagement",
    "municipalit(?:y|ies)": "commune",
    "opening hours": "horaire",
    "workshops?": "atelier",
    "main site": "site principal",
    "associated centre": "centre associé",
    "relay point": "point relais",
    "shadowings?": "immersion",
    "onboarding": "parcours d’arrivée",
    "self-assessment": "auto-évaluation",
    "labelled territory": "territoire labellisé",
    "not stated": "non renseigné|non dit|pas dit",
    "(?:computer )?stations?": "poste",
    "steering committees?": "comités? de pilotage",
    "in kind": "en nature",
    "recovery codes?": "code",
    "second factor": "second facteur",
    "key figures": "chiffres clés",
    "bod(?:y|ies)": "instance",
    "settings": "réglages",
    "today": "aujourd’hui",
    "holding structure": "structure porteuse",
}
# Where the English word means something else, or the French says it without the word.
OTHER_WORDS = {
    "places?": {
        "Stands in the wrong place",
        "Tick this to let these hours take the place of those they overlap with.",
        "Line %(line)s cannot be read: a quotation mark is open or stands in the wrong place.",
        "The new phone takes the place of the old one, and you get new recovery codes.",
        "Begin with whoever carries the Cité and those who lend counsellors. Their agreements, people and meetings "
        "then find their place here.",
        "Whatever lasts longer than an event finds its place here: its partners, what it wants to reach, its money.",
        "The day is explained as “%(reason)s”. Visits take the place of the explanation.",
    },
    "opening hours": {
        "Opening hours, all places",
        "Opening hours per week, all places",
        "During opening hours, alone or with somebody. You come in, you wait your turn, nobody asks for your name.",
    },
    "bod(?:y|ies)": {
        "The number or name under which the label body files it.",
        "When the label body named a day.",
        "Public body of its own",
        "Private body or association of its own",
    },
    "visits?": {"First visit"},  # the counter's short label: Venue
    "today": {
        "The difference from the year before, in percent of the year before. While a year runs, it is compared with "
        "the year before up to the same calendar day, today included.",
    },
}
# Words that French and English share, and names.
SAME_IN_FRENCH = {
    *("%(n)s correction", "%(n)s document", "%(n)s document.", "%(n)s point", "(PDF)", "Action", "Actions"),
    *("Adaptations", "Bibliographies", "Cité", "Conclusion", "Confirmation", "Consultations", "Document", "Exact"),
    *("Extensions", "ISBN", "ISSN", "Installation", "Introduction", "Label", "Notes", "Participations", "Plan"),
    *("Secret", "Source", "Volumes", "adaptation", "adaptations", "bibliographies", "conclusion", "conditions"),
    *("consultations", "exceptions", "introduction", "participants", "question", "questionnaires", "questions"),
    *("verdict", "version", "version %(number)s"),
    *(
        "%(n)s institution",
        "%(n)s minute",
        "%(n)s participation",
        "Budget %(budget)s",
        "Budget %(year)s",
        "PDF, A4",
        "m²",
        "min",
    ),
    *("Absent", "Bambara", "Bengali", "Budget", "Budgets", "Catalan", "Centre", "Charges", "Classes", "Code"),
    *("Communication", "Contact", "Contacts", "Corrections", "Dates", "Diagnostic", "Documentation", "Documents"),
    *("Institution", "Institutions", "Logo", "Minutes", "Module", "Modules", "Nature", "Pages", "Population"),
    *(
        "Programme",
        "Programmes",
        "Public",
        "Site",
        "Somali",
        "Total",
        "Wolof",
        "budget",
        "budgets",
        "centre",
        "centres",
    ),
    *("charges", "classes", "code", "contact", "contacts", "description", "document", "documents", "import"),
    *("imports", "information", "institution", "institutions", "logo", "module", "modules", "nature", "olive"),
    *("population", "programme", "programmes", "source", "support", "ticket", "tickets", "violet"),
}
