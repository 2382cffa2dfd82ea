"""The self-assessment alone in print: what people wrote and rated, without the chapters of figures around it."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from reports import documents as doc
from reports import pdf, yearly
from reports import yearly_words as words
from reports.models import FrozenReport


def introduction(year):
    """Its first words, the steps of the label, and how to read it."""
    written = year.written
    found = [doc.Text(words.paragraphs(written["introduction"]))] if written["introduction"] else []
    if written["label"]:
        steps = [("", day, _("%(title)s: %(value)s") % {"title": step, "value": said})
                 for step, day, said in written["label"]]  # fmt: skip
        found += [doc.Heading(_("Label file")), doc.Steps(steps)]
    method = _(
        "Frame of criteria, version %(frame)s. Evidence as of %(day)s. Groups of persons smaller than %(k)s are "
        "masked. Ratings are human judgements; the software computes evidence and rates nothing."
    ) % {"frame": written["frame"], "day": written["as_of"], "k": written["threshold"]}
    notes = [method, words.contributions_note(written)]
    return doc.Chapter(
        _("Introduction"), [*found, doc.Heading(_("Method")), doc.Text([note for note in notes if note])]
    )


CHAPTERS = [introduction, words.principles, words.ratings, words.last_plan, words.plan, words.approval]


def facts(year):
    """What stands on the cover: [(name, value)], of a validated year as the cover of its frozen report says it."""
    frozen = FrozenReport.objects.of_year(year.year)
    if frozen:
        return yearly.thawed(frozen).cover.facts
    holder = year.centre.holding_structure if year.centre else ""
    told = [(_("Label"), year.level), (_("Holding structure"), holder), (_("State"), year.state)]
    return [(name, value) for name, value in told if value]


def document_of(year):
    """The self-assessment of a yearly.Year as a Document: what was frozen, once it is validated."""
    title = str(year.assessment)
    return doc.Document(
        title=title,
        centre=year.written["centre"] or yearly.name_of(None),
        name=title,
        state=year.state,
        running="",
        chapters=yearly.chapters_of(year, CHAPTERS),
        filename=slugify(title),
        cover=doc.Cover(year.name, _("Self-assessment"), "", facts(year)),
        is_draft=not year.is_final,
        logo=pdf.logo_address(year.centre),
    )
