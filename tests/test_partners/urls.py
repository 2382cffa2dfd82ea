"""The lines of the partners' room in the table of URLs (tests/test_urls_by_role.py)."""

from uuid import uuid4

from partners import factories as make


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    institution, agreement, person = one(make.make_institution), one(make.make_agreement), one(make.make_professional)
    meeting, training, body = one(make.make_meeting), one(make.make_training), one(make.make_body)
    commitment, document = one(make.make_agreement_commitment), one(make.make_agreement_document)
    see, edit = "see_partners", "edit_partners"

    def nobody_s_institution():
        make.make_institution(name="A first one, which lends the people of the tests")
        return {"pk": make.make_institution(name="Z").pk}

    def a_feed():
        token = uuid4().hex
        make.make_expiry_feed(token=token)
        return {"token": token}

    def a_kind():
        return {"code": "meetings", "pk": make.make_meeting_kind().pk}

    def a_list():
        return {"code": "meetings"}

    found = {
        # Institutions, their contacts, where they are present
        "institution_list": page(see),
        "institution_csv": page(see),
        "institution_add": page(edit),
        "institution": page(see, of=institution),
        "institution_edit": page(edit, of=institution),
        "institution_delete": page(edit, of=nobody_s_institution),
        "contact_add": page(edit, of=institution),
        "contact_edit": page(edit, of=one(make.make_contact)),
        "contact_delete": page(edit, of=one(make.make_contact)),
        "presence_add": page(edit, of=institution),
        "presence_edit": page(edit, of=one(make.make_presence)),
        "presence_delete": page(edit, of=one(make.make_presence)),
        # Agreements, what they commit, their documents
        "agreement_list": page(see),
        "agreement_add": page(edit, of=institution),
        "agreement": page(see, of=agreement),
        "agreement_edit": page(edit, of=agreement),
        "agreement_renew": page(edit, of=agreement),
        "agreement_delete": page(edit, of=agreement),
        "commitment_add": page(edit, of=agreement),
        "commitment_edit": page(edit, of=commitment),
        "commitment_delete": page(edit, of=commitment),
        "document_add": page(edit, post_only=True, of=agreement),
        "document": page(see, of=document),
        "document_delete": page(edit, of=document),
        # Reminders, and the calendar of expiry dates
        "reminders": page(see),
        "reminders_address": page(see, post_only=True),
        "reminders_revoke": page(see, post_only=True),
        "expiries_ics": page("public", of=a_feed),
        # People, onboarding, trainings
        "professional_list": page(see),
        "professional_csv": page(see),
        "professional_add": page(edit),
        "professional": page(see, of=person),
        "professional_edit": page(edit, of=person),
        "professional_delete": page(edit, of=person),
        "professional_invite": page(edit, of=person),
        "onboarding": page(see),
        "training_list": page(see),
        "training_add": page(edit),
        "training_attendance": page(edit, of=training),
        "training_edit": page(edit, of=training),
        "training_delete": page(edit, of=training),
        # Meetings, decisions, bodies
        "meeting_list": page(see),
        "meeting_add": page(edit),
        "meeting": page(see, of=meeting),
        "meeting_edit": page(edit, of=meeting),
        "meeting_delete": page(edit, of=meeting),
        "decision_add": page(edit, of=meeting),
        "decision_edit": page(edit, of=one(make.make_decision)),
        "decision_done": page(edit, post_only=True, of=one(make.make_decision)),
        "decision_delete": page(edit, of=one(make.make_decision)),
        "body_list": page(see),
        "body_add": page(edit),
        "body_edit": page(edit, of=body),
        "seat_add": page(edit, of=body),
        "seat_edit": page(edit, of=one(make.make_body_member)),
        "seat_delete": page(edit, of=one(make.make_body_member)),
        # Lists
        "lists": page(edit),
        "list_kinds": page(edit, of=a_list),
        "kind_add": page(edit, of=a_list),
        "kind_edit": page(edit, of=a_kind),
        "kind_move": page(edit, post_only=True, of=a_kind),
        "kind_delete": page(edit, of=a_kind),
    }
    return {f"partners:{name}": line for name, line in found.items()}
