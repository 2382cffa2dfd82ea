"""Names of municipalities as people write them, made comparable."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "ss": "sous"}
# What an address adds: a postcode, a sorting office, a district of a large town.
OF_THE_POST = re.compile(r"^\d{4,5} |\bcedex( \d+)?\b|\b\d{1,2}(er|e|eme)?( arrondissement)?$")


def name_key(name):
    """What two spellings of one name have in common: "ST-ETIENNE Cedex 2" and "Saint-Étienne" give "saint etienne"."""
    signs = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES))
    plain = "".join(sign if sign.isalnum() else " " for sign in signs if not unicodedata.combining(sign))
    words = OF_THE_POST.sub(" ", " ".join(plain.split())).split()
    return " ".join(SHORT.get(word, word) for word in words)
