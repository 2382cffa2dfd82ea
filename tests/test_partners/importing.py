"""What the tests of imports share: two rows that come in, and how a file is sent and confirmed."""

import io

from django.urls import reverse

from citedesmetiers.models import ImportRun

HEAD = ["Nom de l’organisme", "Type", "Rôles", "Commune", "Fonction", "Courriel", "Téléphone"]
MISSION = [
    "Mission locale",
    "Mission locale",
    "Desk partner, Funder",
    "Vaurenne",
    "Directrice",
    "d@m.example",
    555000001,
]
CHAMBER = ["Chambre de métiers", "chamber", "company", "Orsenay", "Accueil", "c@h.example", "05 55 00 00 02"]


def send(client, content, filename="partners.xlsx", importer="institutions"):
    """Choose a file; returns the page that follows, and the run."""
    file = io.BytesIO(content)
    file.name = filename
    page = client.post(reverse("partners:import_new", args=[importer]), {"file": file}, follow=True)
    return page, ImportRun.objects.order_by("-pk").first()


def confirm(client, run, **data):
    page = client.post(reverse("partners:import_confirm", args=[run.pk]), data, follow=True)
    run.refresh_from_db()
    return page


def words(page):
    return " ".join(page.content.decode().split())


def numbers(run):
    return run.added, run.changed, run.unchanged, run.refused
