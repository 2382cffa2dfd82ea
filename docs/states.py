"""Rows for screens that the demonstration has no reason to show: what can only be deleted while nothing is tied to it,
a file on its way in, a print on its way out, a self-assessment between two steps.

They are added to the demonstration that `make screenshots` fills for itself, never to one that somebody uses.
"""

from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from citedesmetiers.factories import make_page
from citedesmetiers.imports import downloads, running
from citedesmetiers.imports.importer import importers_for
from citedesmetiers.models import ImportRun, Site, User
from documentation import loans
from documentation.factories import make_node, make_resource, make_subject
from documentation.models import Medium, Opinion, Resource
from documentation.views import reserving
from events.factories import make_event, make_room
from events.models import ClassVisit, EventKind, Session, SessionResult
from partners.factories import make_agreement_document, make_institution, make_institution_kind, make_professional
from partners.models import Agreement, Decision, Institution, InstitutionKind
from reception.factories import make_sampling_period
from reports.factories import make_label_document, make_print_job, make_survey_return
from reports.models import Action, Contribution, Frame, LabelStep, PrintJob, SelfAssessment, Stage, Survey

ACTS_OF_IMPORTS = {
    "documentation": "edit_catalogue",
    "events": "edit_events",
    "partners": "edit_partners",
    "reception": "log_visits",
}


def addresses():
    """Add the rows; gives {URL name: (who looks, address)} in the order in which the pictures are to be taken."""
    with translation.override("fr"):
        found = {}
        for part in (house, documentation, events, partners, reception, reports, surveys, files_that_come):
            found |= {
                name: (role, reverse(name, args=arguments))
                for name, (role, *arguments) in part(timezone.now()).items()
            }
        return found


def house(now):
    page = make_page(slug="velos", title_fr="Garer son vélo", body_fr="Les arceaux sont **derrière** la maison.")
    return {"page_delete": ("director", page.pk), "style": ("admin",)}


def documentation(now):
    medium = Medium.objects.first()
    kept, twin = Resource.objects.kept().filter(copies__isnull=False).distinct()[:2]
    weeded = make_resource(
        title="Guide des métiers du bois", medium=medium, weeded_on=now.date(), weeded_because="outdated"
    )
    opinion = Opinion.objects.first()
    wanted, place = next(
        (resource, site)
        for resource in Resource.objects.kept().order_by("pk")
        for site in loans.places_to_wait_at(resource, day=now.date())
    )
    waits = loans.reserve(wanted, place, day=now.date())
    return {
        "catalogue:reserved": (None, wanted.public_id, signing.dumps(waits.pk, salt=reserving.SALT)),
        "documentation:resource_delete": ("documentation", make_resource(title="Saisi par erreur", medium=medium).pk),
        "documentation:resource_unweed": ("documentation", weeded.pk),
        "documentation:opinion_edit": ("documentation", opinion.pk),
        "documentation:opinion_delete": ("documentation", opinion.pk),
        "documentation:duplicates_merge": ("documentation", kept.pk, twin.pk),
        "documentation:subject_delete": ("documentation", make_subject(name="métiers du verre").pk),
        "documentation:shelf_delete": ("documentation", make_node(code="A9", name="Nouveautés").pk),
    }


def events(now):
    main = Site.objects.get(kind=Site.Kind.MAIN)
    event = make_event(title="Atelier saisi par erreur", kind=EventKind.objects.first())
    visit = ClassVisit.objects.filter(session__site=main).last()
    result = SessionResult.objects.filter(session__site=main).last()
    today = Session.objects.filter(site=main, ends_at__gt=now, event__needs_booking=True).order_by("starts_at").first()
    return {
        "events:event_delete": ("events", event.pk),
        "events:result_delete": ("events", result.pk),
        "events:class_edit": ("events", visit.pk),
        "events:class_delete": ("events", visit.pk),
        "events:room_delete": ("director", make_room(site=main, name="Salle du Moulin").pk),
        "events:check_in": ("events", today.pk),
    }


def partners(now):
    kind = InstitutionKind.objects.first()
    decision = Decision.objects.last()
    document = make_agreement_document(agreement=Agreement.objects.last(), title="Convention signée")
    return {
        "partners:institution_delete": ("partners", make_institution(name="Saisi par erreur", kind=kind).pk),
        "partners:professional_delete": (
            "partners",
            make_professional(name="Saisi par erreur", institution=Institution.objects.first()).pk,
        ),
        "partners:kind_delete": (
            "partners",
            "institutions",
            make_institution_kind(name_fr="Couveuse d’entreprises").pk,
        ),
        "partners:decision_edit": ("partners", decision.pk),
        "partners:decision_delete": ("partners", decision.pk),
        "partners:document_delete": ("partners", document.pk),
    }


def reception(now):
    first = now.date() + timedelta(days=18)
    period = make_sampling_period(
        site=Site.objects.get(kind=Site.Kind.MAIN), starts_on=first, ends_on=first + timedelta(days=5)
    )
    return {
        "reception:sampling_edit": ("director", period.pk),
        "reception:sampling_delete": ("director", period.pk),
    }


def reports(now):
    draft = SelfAssessment.objects.get(state="draft")
    action = Action.objects.filter(assessment=draft).first()
    handed_in = Contribution.objects.filter(assessment=draft, stage=Stage.HANDED_IN).first()
    frame = Frame.objects.latest_version().next_version()
    principle = frame.principles.first()
    criterion = principle.criteria.first()
    document = make_label_document(step=LabelStep.objects.last(), title="Courrier de la commission")
    job = make_print_job(
        kind="yearly", title="Rapport d’activité 2025", asked_by=User.objects.get(email="director@demo.example"),
        language="fr", state=PrintJob.State.WORKING, progress=40, asked_at=now,
    )  # fmt: skip
    return {
        "reports:assessment_take_back": ("director", draft.year),
        "reports:assessment_validate": ("director", draft.year),
        "reports:assessment_send": ("director", draft.year),
        "reports:assessment_contribution_send_back": ("director", handed_in.pk),
        "reports:action_add": ("director", draft.year, action.criterion.code),
        "reports:action_edit": ("director", action.pk),
        "reports:action_delete": ("director", action.pk),
        "reports:frame_principle_edit": ("director", principle.pk),
        "reports:frame_criterion_add": ("director", principle.pk),
        "reports:frame_criterion_edit": ("director", criterion.pk),
        "reports:frame_criterion_delete": ("director", criterion.pk),
        "reports:label_document_delete": ("director", document.pk),
        "reports:print_job": ("director", job.pk),
    }


def surveys(now):
    survey = Survey.objects.filter(audience="visitors", closes_on=None).first()
    on_paper = make_survey_return(survey=survey, day=now.date() - timedelta(days=1), count=7)
    return {
        "surveys:thanks": (None, survey.token),
        "surveys:tablet_thanks": (None, survey.token),
        "reports:survey_tally_delete": ("director", survey.pk, on_paper.day.isoformat()),
    }


def files_that_come(now):
    """The ready-made file of the first import of each room, read and checked: nothing of it is written."""
    found = {}
    for room, act in ACTS_OF_IMPORTS.items():
        user = User.objects.get(email=f"{room}@demo.example")
        importer = importers_for(act)[0]
        file = ContentFile(downloads.sample(importer, "csv", user).content, name=f"{importer.title}.csv")
        run = ImportRun.objects.create(
            importer=importer.code, filename=file.name, size=file.size, file=file, uploaded_by=user, language="fr"
        )
        running.read_headers(run, importer)
        run.state = ImportRun.State.CHECKING
        run.save()
        running.check(run, running.Progress(run))
        found[f"{room}:import_columns"] = (room, run.pk)
        found[f"{room}:import_run"] = (room, run.pk)
    return found
