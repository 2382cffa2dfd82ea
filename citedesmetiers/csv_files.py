"""Tables as CSV files that open in a spreadsheet as they are: UTF-8 with a mark, semicolons, no formulas."""

import csv
import io

from django.http import HttpResponse

A_FORMULA_BEGINS_WITH = ("=", "+", "-", "@", "\t", "\r")


def written(rows, delimiter=";"):
    """`rows` of cells as the bytes of a CSV file."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(
        [safe(cell) for cell in row] for row in rows
    )
    return file.getvalue().encode("utf-8-sig")


def safe(cell):
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(A_FORMULA_BEGINS_WITH) else cell


def download(rows, filename):
    """The response with which a browser stores `rows` as the CSV file `filename`."""
    answer = HttpResponse(written(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
