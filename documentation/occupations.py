"""ROME and Formacode: files that a centre has, read into subjects and synonyms. Nothing of them stands in here."""

import csv

from django.db import transaction

from documentation.models import Subject, Synonym
from documentation.search.normalise import words

# Which columns are read, under the names that such files give them (small letters, without quotes).
CODE = ("code_rome", "formacode", "code", "code_formacode")
NAME = ("libelle_rome", "libelle_formacode", "libelle", "libellé", "intitule", "intitulé", "label", "name")
TERM = ("libelle_appellation_long", "libelle_appellation_court", "appellation", "synonyme", "term")
LONGEST = 120


class UnknownFile(Exception):
    """The file has no column of codes, or none of names; the text says what it has."""


def rows_of(path):
    """[(code, name or "", term or "")] of a CSV file in UTF-8 or Windows' Western, with commas, semicolons or tabs.

    Raises UnknownFile, OSError.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(text.replace("\0", "").splitlines(), delimiter=delimiter)
    known = {str(header).strip().lower(): header for header in reader.fieldnames or []}
    code, name, term = (next((known[each] for each in names if each in known), None) for names in (CODE, NAME, TERM))
    if not code or not (name or term):
        raise UnknownFile(", ".join(known) or "nothing")
    return [
        (row[code].strip(), (row.get(name) or "").strip()[:LONGEST], (row.get(term) or "").strip()[:LONGEST])
        for row in reader
        if (row.get(code) or "").strip()
    ]


@transaction.atomic
def load(rows):
    """Enter codes with names as subjects, and terms as synonyms that lead to the subject of their code.

    A subject of the same name is kept and gets the code. Terms of codes that no subject has are passed over.
    Returns (subjects added, subjects that were there, synonyms), again and again the same.
    """
    by_code = {row.code: row for row in Subject.objects.exclude(code="")}
    by_name = {tuple(words(row.name)): row for row in Subject.objects.all()}
    added, there, terms = [], 0, {}
    for code, name, term in rows:
        if name and code not in by_code:
            subject = by_name.get(tuple(words(name)))
            if subject is None:
                subject = Subject(name=name, name_fr=name, code=code)
                added.append(subject)
                by_name[tuple(words(name))] = subject
            elif not subject.code:
                subject.code = code
                if subject.pk:
                    subject.save(update_fields=["code"])
            by_code[code] = subject
        elif name:
            there += 1
        if term and code in by_code:
            terms.setdefault(code, {}).update(dict.fromkeys(genders(term)))
    Subject.objects.bulk_create(added, batch_size=1000)
    return len(added), there, add_synonyms(terms, by_code)


def genders(term):
    """The masculine and the feminine of "Soudeur / Soudeuse"."""
    return [part.strip() for part in term.split(" / ") if words(part)]


def add_synonyms(terms, by_code):
    """One synonym in one direction for each code: its terms lead to the subject's name. Returns how many."""
    led = {tuple(row.leads_to): row for row in Synonym.objects.exclude(leads_to=[])}
    new, n = [], 0
    for code, found in terms.items():
        name = by_code[code].name
        wanted = [term for term in found if not set(words(term)) <= set(words(name))]
        if not wanted:
            continue
        n += 1
        row = led.get((name,))
        if row is None:
            new.append(Synonym(words=wanted, leads_to=[name], starting=False))
        elif more := [term for term in wanted if term not in row.words]:
            row.words = [*row.words, *more]
            row.save(update_fields=["words"])
    Synonym.objects.bulk_create(new, batch_size=1000)
    return n
