"""What the files that leave the house would show of persons today: the smallest group that stays unmasked in each.

Every number is read from the tables that the files themselves are written from, masked at the present threshold.
Rows about visitors are never exported one by one.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from citedesmetiers.anonymity import Revealed
from citedesmetiers.models import Centre, Site
from counselling.models import Interview
from partners.models import Institution
from reports.figures import FIGURES, Scope, table_of, whole_year
from reports.figures.tables import UNSTATED
from reports.models import Survey
from reports.open_data import ABOUT_PERSONS
from reports.statement import Statement
from reports.survey_results import results


def exports():
    """A Revealed for each kind of file: this year's figures so far, open data, last year's statements, surveys."""
    today = timezone.localdate()
    scope = Scope(tuple(Site.objects.all()), whole_year(today.year).until(today), side_by_side=True)
    masks = {code: table_of(figure, scope).mask for code, figure in FIGURES.items() if is_of_persons(figure)}
    files = [of_masks(str(FIGURES[code].heading), [mask]) for code, mask in masks.items()]
    given_away = [masks[f"{source}_by_{name}"] for name in ABOUT_PERSONS for source in ("visits", "interviews")]
    return [*files, of_masks(_("Open data"), given_away), of_statements(today), of_surveys(today)]


def is_of_persons(figure):
    return figure.counted is not None and figure.counted.is_of_persons


def of_masks(label, masks):
    """The Revealed of several Masked tables together. Who stated nothing is no group, and a zero is nobody."""
    shown, hidden = [], 0
    for mask in masks:
        cells = [*mask.cells.items(), *(((row, None), n) for row, n in mask.row_totals.items())]
        shown += [n for (row, _column), n in cells if row != UNSTATED and n]
        hidden += mask.small + mask.others
    return Revealed(label, min(shown, default=None), hidden)


def of_statements(today):
    """The statements of last year, of every institution whose people held interviews then."""
    period = whole_year(today.year - 1)
    held = Interview.objects.filter(day__range=(period.first, period.last)).order_by().values("institution")
    statements = [Statement(each, period, today) for each in Institution.objects.filter(pk__in=held)]
    return of_masks(_("Statements of partners, last year"), [each.publics[1] for each in statements if each.publics])


def of_surveys(today):
    """The results of surveys that took answers this year; a group is everybody who answered a question."""
    centre = Centre.objects.current()
    threshold = centre.suppression_threshold if centre else 5
    found = [
        result
        for survey in Survey.objects.touching(today.replace(month=1, day=1), today)
        for result in results(survey, threshold)
        if result.answered
    ]
    shown = [result.answered for result in found if not result.withheld]
    return Revealed(_("Results of surveys"), min(shown, default=None), len(found) - len(shown))
