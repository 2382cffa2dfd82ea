"""The codes of the starting lists that the demonstration's catalogue uses."""

MEDIA = [
    ("book", "Livre", True),
    ("guide", "Guide pratique", True),
    ("job_sheet", "Fiche métier", False),
    ("training_sheet", "Fiche formation ou diplôme", False),
    ("file", "Dossier documentaire", False),
    ("exam_annals", "Annales et préparation aux concours", True),
    ("journal", "Revue, journal", False),
    ("directory", "Annuaire, répertoire", False),
    ("report", "Étude, rapport", True),
    ("leaflet", "Dépliant, brochure à emporter", False),
    ("comic", "Bande dessinée", True),
    ("video", "Vidéo", True),
    ("podcast", "Émission à écouter", False),
    ("website", "Site web", False),
    ("software", "Logiciel, test, application", False),
    ("game", "Jeu, outil d’animation", True),
    ("online_course", "Cours en ligne", False),
]
PURPOSES = [
    ("orientation", "Découvrir les métiers"),
    ("employment", "Trouver un emploi"),
    ("training", "Trouver une formation"),
    ("career_change", "Changer sa vie professionnelle"),
    ("business", "Créer son activité"),
]
SECTORS = [
    "agriculture", "environment", "food_trades", "hospitality", "tourism", "sport", "construction", "architecture",
    "industry", "maintenance", "science", "digital", "transport", "retail", "marketing", "admin", "finance", "law",
    "security", "public_service", "education", "health", "social_care", "beauty", "crafts", "culture",
]  # fmt: skip
LEVELS = [
    "all_levels", "none", "vocational", "upper_secondary", "short_cycle", "bachelor", "master", "doctorate",
    "foreign", "at_school",
]  # fmt: skip
SHELVES = [
    "G", "G10", "G20", "G30", "G40", "G50", "G60", "G70", "G80", "O", "O10", "O11", "O20", "O21", "O22", "O23",
    "O24", "O25", "O30", "O31", "O32", "O33", "O34", "O35", "O36", "O37", "O38", "O39", "E", "E10", "E11", "E12",
    "E13", "E14", "E20", "E30", "E31", "E40", "E50", "E60", "E70", "E80", "F", "F10", "F11", "F20", "F30", "F31",
    "F40", "F41", "F42", "F43", "F50", "F51", "F60", "F70", "V", "V10", "V11", "V20", "V30", "V40", "V50", "V60",
    "V70", "C", "C10", "C11", "C20", "C21", "C30", "C31", "C40", "C50", "C60", "C70",
]  # fmt: skip
PLACES = [
    "borgo_lessina", "pont_de_lisse",
]  # fmt: skip
