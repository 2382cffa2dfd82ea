"""The terms of the field in Italian, Spanish and Portuguese, for the check of the catalogues (French: french.py)."""

TERMS = (  # English, as a pattern for whole words; then what each language must contain, as a pattern
    ("desks?", {"it": "pol[oi]", "es": "polo", "pt": "polo"}),
    ("interviews?", {"it": "colloqui", "es": "entrevista", "pt": "atendimento|entrevista"}),
    ("visits?", {"it": "visit", "es": "visita", "pt": "visita"}),
    ("reception", {"it": "accoglienza", "es": "acogida", "pt": "acolhimento"}),
    ("purposes?", {"it": "finalità", "es": "finalidad", "pt": "finalidade"}),
    ("counsellors?", {"it": "consulen", "es": "asesor", "pt": "conselheir|aconselhamento"}),
    ("partners?", {"it": "partner", "es": "soci|colaborador", "pt": "parceir"}),
    ("agreements?", {"it": "convenzion", "es": "convenio", "pt": "protocolo"}),
    ("workshops?", {"it": "laborator", "es": "taller", "pt": "oficina|workshop"}),
    ("duty sessions?", {"it": "permanenz", "es": "permanencia", "pt": "permanência"}),
    ("main site", {"it": "sede principale", "es": "sede principal", "pt": "sede principal"}),
    ("associated centre", {"it": "centro associato", "es": "centro asociado", "pt": "centro associado"}),
    ("relay point", {"it": "punto informativo", "es": "punto de enlace", "pt": "ponto de contacto"}),
    ("computer stations?", {"it": "postazion", "es": "puesto", "pt": "posto"}),
    ("group visits?", {"it": "visit[ae] di gruppo", "es": "visitas? de grupo", "pt": "visitas? de grupo"}),
    ("self-assessment", {"it": "autovalutazione", "es": "autoevaluación", "pt": "autoavaliação"}),
    ("not stated", {"it": "non dett", "es": "no dicho", "pt": "não dito"}),
)
GLOSSARIES = {language: {english: words[language] for english, words in TERMS} for language in ("it", "es", "pt")}
OTHER_WORDS = {"visits?": {"First visit"}}  # the counter's short label: Venuta, Venida, Vinda
