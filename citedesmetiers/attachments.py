"""Documents that people upload: handed out so that no browser shows or runs them here, and erased with their rows."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header


def attached(document):
    """The file of a document as an attachment and as what it is.

    document: a row with `file`, `content_type` and `download_name`.  Raises Http404 when the file is gone.
    """
    try:
        with document.file.open("rb") as opened:
            answer = HttpResponse(opened.read(), content_type=document.content_type)  # at most 10 MB
    except FileNotFoundError as error:
        raise Http404 from error
    answer["Content-Disposition"] = content_disposition_header(True, document.download_name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def erase_file(field):
    """Empty a file field of a row that is then saved; the file goes once that is sure, and stays when it is undone."""
    name, storage = field.name, field.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    field.name = ""


def erase(row, documents):
    """Delete `row` and, once that is sure, the files of the documents that go with it."""
    files = [document.file for document in documents]
    with transaction.atomic():
        row.delete()
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
