"""Every print can be read aloud: tagged, in a language, titled, headings in order and a way to each, a text for each
picture. The prints are those of the table of URLs (tests/test_urls_by_role.py), so a new one needs no line here.
"""

import io

import pytest
from pypdf import PdfReader

from citedesmetiers.models import Site
from reports.models import PrintJob
from tests.test_urls_by_role import ROLES, TABLE, address, may

PRINTS = sorted(name for name in TABLE if name.endswith("_pdf") or name == "reports:survey_poster")
NO_PRINT_OF_OURS = {"documentation:labels_pdf"}  # without a copy to label it leads back to its form
IN_THE_BACKGROUND = ["yearly", "poster", "month"]


def parts(node):
    """Each element of the structure tree below `node`, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from parts(one)
    elif hasattr(node, "get"):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from parts(node["/K"])


def faults(content, language):
    """What stands in the way of a reader who listens to the PDF, as sentences."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    if "/StructTreeRoot" not in root or not root["/MarkInfo"]["/Marked"]:
        return ["it is not tagged"]
    elements = list(parts(root["/StructTreeRoot"]))
    headings = [int(element["/S"][2]) for element in elements if element["/S"] in ("/H1", "/H2", "/H3")]
    steps = zip([0, *headings], headings, strict=False)
    pictures = [element for element in elements if element["/S"] == "/Figure"]
    tables = [element for element in elements if element["/S"] == "/Table"]
    found = {
        f"its language is {root.get('/Lang')}": root.get("/Lang") != language,
        "it has no title": not reader.metadata.title,
        "its window is called by the name of its file": not root["/ViewerPreferences"]["/DisplayDocTitle"],
        "it has no first heading": 1 not in headings,
        f"a level of headings is left out: {headings}": any(level > before + 1 for before, level in steps),
        "its headings are no bookmarks": not reader.outline,
        "a picture has no text": not all(picture.get("/Alt") for picture in pictures),
        "a table has no heads": not all(
            any(element["/S"] == "/TH" for element in parts(table["/K"])) for table in tables
        ),
    }
    return [fault for fault, is_there in found.items() if is_there]


@pytest.mark.many_cases
@pytest.mark.parametrize("name", [name for name in PRINTS if name not in NO_PRINT_OF_OURS])
def test_a_print_can_be_read_aloud(signed_in, name):
    role = next(role for role in ROLES if may(TABLE[name], role))
    path = address(name)
    response = signed_in(role, sites=Site.objects.all()).get(path)
    assert response["Content-Type"] == "application/pdf"
    assert faults(response.content, "en") == []


@pytest.mark.thorough
@pytest.mark.parametrize("kind", IN_THE_BACKGROUND)
def test_a_print_of_the_background_can_be_read_aloud(signed_in, settings, tmp_path, kind):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    director = signed_in("director")
    form = director.get(f"/reports/prints/new/{kind}/").context["form"]
    director.post(
        f"/reports/prints/new/{kind}/", {field.name: field.initial or field.field.choices[0][0] for field in form}
    )
    job = PrintJob.objects.get()
    assert job.state == "ready"
    assert faults(director.get(f"/reports/prints/{job.pk}.pdf").content, "en") == []
