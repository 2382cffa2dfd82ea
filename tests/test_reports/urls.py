"""The lines of the label file and the self-assessment in the table of URLs (tests/test_urls_by_role.py)."""

from reports import factories as make
from reports.models import SelfAssessment

YEAR = 2024


def a_year():
    """The key of a self-assessment with one criterion to rate; each call begins a year of its own."""
    year = YEAR - SelfAssessment.objects.count()
    assessment = make.make_self_assessment(year=year)
    make.make_rating(assessment=assessment)
    return {"year": year}


def a_criterion():
    return a_year() | {"code": "1.1"}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    see, write = "see_figures", "write_self_assessment"
    step, document, action = one(make.make_label_step), one(make.make_label_document), one(make.make_action)
    found = {
        # Label
        "label": page(see),
        "label_edit": page(write),
        "label_step_add": page(write, status=302),  # to the file, while there is none
        "label_step_edit": page(write, of=step),
        "label_step_delete": page(write, of=step),
        "label_document_add": page(write, of=step),
        "label_document": page(see, of=document),
        "label_document_delete": page(write, of=document),
        # Self-assessment
        "assessments": page(see),
        "assessment_begin": page(write, post_only=True),
        "assessment": page(see, of=a_year),
        "assessment_criterion": page(write, of=a_criterion),
        "assessment_texts": page(write, of=a_year),
        "assessment_reviews": page(write, of=a_year),
        "assessment_submit": page(write, post_only=True, of=a_year),
        "assessment_take_back": page(write, of=a_year),
        "assessment_validate": page(write, of=a_year),
        "assessment_send": page(write, of=a_year),
        "assessment_delete": page(write, of=a_year),
        "assessment_report": page(see, of=a_year),
        "assessment_pdf": page(see, of=a_year),
        "action_add": page(write, of=a_criterion),
        "action_edit": page(write, of=action),
        "action_delete": page(write, of=action),
        "frame": page(see),
        "frame_version_add": page(write, post_only=True),
        "frame_criterion_edit": page(write, of=one(make.make_criterion)),
    }
    return {f"reports:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""
    return {}
