"""The order of a list: chosen by a click on a column's head, kept in the URL, told to screen readers."""

from django.db.models import F, Func
from django.db.models.functions import Lower


def by_name(path="name"):
    """An expression that sorts names as people do: É beside E, small letters beside capitals.

    path: the text column, maybe across relations. The database itself sorts by code point, whatever the language.
    """
    return Lower(Func(F(path), function="UNACCENT"))


class Sorting:
    """The columns by which a list can be sorted, and the one that is chosen.

    columns: {name in the URL: expression or column}.
    asked: what stands in the URL: a column's name, with a leading minus for descending order. Anything else is taken
    for nothing asked, since a link may be old.
    otherwise: the same for a list that nobody has sorted; without it the first column's order.
    """

    def __init__(self, columns, asked, otherwise=""):
        self.columns = columns
        if (asked or "").removeprefix("-") not in columns:
            asked = otherwise or next(iter(columns))
        self.chosen, self.descending = asked.removeprefix("-"), asked.startswith("-")

    def applied(self, rows):
        """`rows` in this order; rows without a value come last, equal ones in the order of their keys."""
        expression = self.columns[self.chosen]
        expression = F(expression) if isinstance(expression, str) else expression
        ordered = expression.desc(nulls_last=True) if self.descending else expression.asc(nulls_last=True)
        return rows.order_by(ordered, "pk")

    def state(self, name):
        """What a table head says of its column (the values of aria-sort)."""
        if name != self.chosen:
            return "none"
        return "descending" if self.descending else "ascending"

    def next_for(self, name):
        """What the URL asks for when the head of the column `name` is clicked: turned round when it is chosen."""
        return f"-{name}" if name == self.chosen and not self.descending else name
