"""Acts on subjects, synonyms and shelves: what they do to documents and copies, felt by the search at once."""

from django.db import transaction
from django.db.models import Count, Q

from documentation.models import ClassificationNode, Copy, Resource, Subject, Synonym
from documentation.search import cache, index
from documentation.search.index import names
from documentation.search.normalise import words


def tree(rows, parent, *, sort=lambda row: ()):
    """[(depth, row)] of `rows`, each followed by what belongs under it; sort: the key among those of one level.

    parent: the name of the column that points up. A row whose upper one is not among `rows` stands at the top.
    """
    there = {row.pk for row in rows}
    below = {}
    for row in rows:
        above = getattr(row, parent)
        below.setdefault(above if above in there else None, []).append(row)
    found, waiting = [], [(0, row) for row in sorted(below.get(None, []), key=sort, reverse=True)]
    while waiting:
        depth, row = waiting.pop()
        found.append((depth, row))
        waiting.extend((depth + 1, each) for each in sorted(below.get(row.pk, []), key=sort, reverse=True))
    return found


def counted_subjects():
    """All subjects with `n`, how many documents are kept under each."""
    return Subject.objects.annotate(n=Count("resources", filter=Q(resources__weeded_on__isnull=True)))


def subjects_in_order(question="", state="offered"):
    """[(depth, subject)] with `n`; narrowed to names that hold every word of `question`, in any language."""
    rows = list(counted_subjects())
    if state != "all":
        rows = [row for row in rows if row.retired == (state == "retired")]
    asked = words(question)
    if asked:
        rows = [row for row in rows if all(word in " ".join(words(" ".join(names(row)))) for word in asked)]
        return [(0, row) for row in sorted(rows, key=alphabetically)]
    return tree(rows, "broader_id", sort=alphabetically)


def alphabetically(row):
    """Where a name stands in the alphabet, accents aside."""
    return " ".join(words(row.name)), row.pk


def refresh_subject(subject):
    """Let the search know a subject's new names."""
    index.refresh(subject.resources.values_list("pk", flat=True))


@transaction.atomic
def merge(subject, into):
    """Put the documents and narrower subjects of `subject` under `into`; visitors still find them by the old name.

    Returns how many documents moved. The old name leads to the new one as a synonym, once.
    """
    moved = list(subject.resources.values_list("pk", flat=True))
    through = Resource.subjects.through
    there = through.objects.filter(subject=into).values("resource_id")
    through.objects.filter(subject=subject).exclude(resource_id__in=there).update(subject=into)
    through.objects.filter(subject=subject).delete()
    if into.broader_id == subject.pk:
        into.broader = subject.broader
        into.save()
    subject.narrower.update(broader=into)
    old, new = names(subject), names(into)
    subject.delete()
    known = {" ".join(words(name)) for name in new}
    lost = [name for name in old if " ".join(words(name)) not in known]
    if lost:
        Synonym.objects.create(words=lost, leads_to=new)
    index.refresh(moved)
    cache.forget()
    return len(moved)


def found_in_words(question, state="offered"):
    """The synonyms of which a word holds every word of `question`."""
    rows = Synonym.objects.all() if state == "all" else Synonym.objects.filter(retired=state == "retired")
    asked = words(question)
    return [
        row
        for row in rows
        if all(any(word in " ".join(words(term)) for term in (*row.words, *row.leads_to)) for word in asked)
    ]


def counted_shelves():
    """[(depth, shelf)] of the whole plan in its order, with `n`, how many copies stand there."""
    rows = ClassificationNode.objects.select_related("purpose", "parent")
    counts = dict(
        Copy.objects.kept().filter(node__isnull=False).order_by().values_list("node").annotate(n=Count("pk"))
    )
    for row in (rows := list(rows)):
        row.n = counts.get(row.pk, 0)
    return tree(rows, "parent_id", sort=lambda row: (row.rank, row.code))


def copies_marked(code):
    """The copies whose shelf mark begins with `code`."""
    return Copy.objects.kept().filter(shelf_mark__istartswith=code)
