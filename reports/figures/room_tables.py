"""What the rows of the rooms' figures are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from citedesmetiers.models import Site
from reports.figures.tables import UNSTATED

EACH_ELSE = gettext_lazy("Each line counts something else, so that they do not add up.")
SEVERAL_PLACES = gettext_lazy("One may stand at several places: the places do not add up.")


def entries_of(model, name="name"):
    """Rows of a list of the database: those that occur, in the order of the list."""

    def rows(scope, keys):
        named = {row.pk: getattr(row, name) for row in model.objects.filter(pk__in=[key for key in keys if key])}
        found = [(key, label) for key, label in named.items() if key in keys]
        return found + ([(None, pgettext("of a list", "none"))] if None in keys else [])

    return rows


def as_named(scope, keys):
    """Rows whose keys are their names, in the order in which the room tells them."""
    return [(key, _("not known") if key in (None, UNSTATED) else str(key)) for key in keys]


def words(labels):
    """Rows with fixed words: labels is a dictionary key → words. All of them, whether or not they occur."""
    return lambda scope, keys: list(labels.items())


def words_that_occur(choices):
    """Rows of a model's choices, only those that occur."""
    return lambda scope, keys: [(key, label) for key, label in choices if key in keys]


def places(scope, keys):
    """A row for each place of the scope."""
    return [(site.pk, site.name) for site in Site.objects.filter(pk__in=[site.pk for site in scope.sites])]
