"""How the tests of acceptance rows enter what a partnership manager enters, and read what comes out."""

import re
import subprocess

from bs4 import BeautifulSoup
from django.urls import reverse

from partners.models import Agreement, Institution, InstitutionKind, Meeting, MeetingKind, Programme, Training
from partners.models import TrainingKind as KindOfTraining
from reports.models import PrintJob
from tests.test_partners import typing_in


def post(client, page, /, *arguments, **form):
    answer = client.post(reverse(page if ":" in page else f"partners:{page}", args=arguments), form)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def institution(client, name, *roles, kind="association", **fields):
    kind = InstitutionKind.objects.get(code=kind).pk
    post(client, "institution_add", name=name, kind=kind, roles=roles or ["occasional"], country="FR", **fields)
    return Institution.objects.get(name=name)


def agreement(client, institution, **fields):
    post(client, "agreement_add", institution.pk, **fields)
    return Agreement.objects.latest("pk")


def programme(client, name, kind="pathway", **fields):
    post(client, "programme_add", **typing_in.facts(name=name, kind=kind, **fields))
    return Programme.objects.get(name=name)


def part(client, programme, which, *typed):
    """Type the rows of one part of a programme: partners, modules, objectives, figures or supports."""
    answer = typing_in.write(client, programme, which, list(typed))
    assert answer.redirect_chain, answer.content.decode()


def figure_of(label, value="", **fields):
    """What is typed for a dated figure of a programme."""
    return {"label": label, "mark": "exactly", "value": value, "unit": "number"} | fields


def meetings(client, code, days, programme=None, **fields):
    """A meeting of this kind on each of the days, all linked with the programme."""
    kind = MeetingKind.objects.get(code=code).pk
    for day in days:
        post(client, "meeting_add", kind=kind, day=day, **fields)
    link(client, programme)


def training(client, code, programme=None, **fields):
    post(client, "training_add", kind=KindOfTraining.objects.get(code=code).pk, **fields)
    link(client, programme)
    return Training.objects.latest("pk")


def link(client, programme):
    """Say that all meetings and trainings there are belong to the programme."""
    if programme is not None:
        every = {
            "meetings": list(Meeting.objects.values_list("pk", flat=True)),
            "trainings": list(Training.objects.values_list("pk", flat=True)),
        }
        post(client, "programme_meetings", programme.pk, **every)


def as_text(page):
    """The words of a page as a reader takes them in."""
    found = BeautifulSoup(page.content, "html.parser").find("main").get_text(" ")
    return re.sub(r"\s+", " ", found)


def shown(client, page, /, *arguments, **asked):
    return as_text(client.get(reverse(f"partners:{page}", args=arguments), asked))


def figure(client, code, first, last, **asked):
    """What the page of a figure says for the days from `first` to `last`."""
    period = {"period": "dates", "first": first, "last": last}
    page = client.get(reverse("reports:figure", args=[code]), period | asked)
    assert page.status_code == 200
    return as_text(page)


def read(content):
    """What a reader of the PDF sees, by pdftotext."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def printed(client, kind, **asked):
    """Ask for a print, fetch its file, read it."""
    post(client, "reports:print_ask", kind, **asked)
    return read(client.get(reverse("reports:print_file", args=[PrintJob.objects.latest("pk").pk])).content)
