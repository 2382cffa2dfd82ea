from django.urls import include, path

from partners.views import agreements, documents, institutions, lists, meetings, professionals, reminders, trainings

app_name = "partners"
urlpatterns = [
    # Institutions, their contacts, where they are present
    path("", institutions.institution_list, name="institution_list"),
    path("institutions.csv", institutions.institution_csv, name="institution_csv"),
    path("institutions/new/", institutions.institution_add, name="institution_add"),
    path("institutions/<int:pk>/", institutions.institution, name="institution"),
    path("institutions/<int:pk>/edit/", institutions.institution_edit, name="institution_edit"),
    path("institutions/<int:pk>/delete/", institutions.institution_delete, name="institution_delete"),
    path("institutions/<int:pk>/contacts/new/", institutions.contact_add, name="contact_add"),
    path("contacts/<int:pk>/edit/", institutions.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", institutions.contact_delete, name="contact_delete"),
    path("institutions/<int:pk>/places/new/", institutions.presence_add, name="presence_add"),
    path("presences/<int:pk>/edit/", institutions.presence_edit, name="presence_edit"),
    path("presences/<int:pk>/delete/", institutions.presence_delete, name="presence_delete"),
    # Agreements, what they commit, their documents
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("institutions/<int:pk>/agreements/new/", agreements.agreement_add, name="agreement_add"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/edit/", agreements.agreement_edit, name="agreement_edit"),
    path("agreements/<int:pk>/renew/", agreements.agreement_renew, name="agreement_renew"),
    path("agreements/<int:pk>/delete/", agreements.agreement_delete, name="agreement_delete"),
    path("agreements/<int:pk>/commitments/new/", agreements.commitment_add, name="commitment_add"),
    path("commitments/<int:pk>/edit/", agreements.commitment_edit, name="commitment_edit"),
    path("commitments/<int:pk>/delete/", agreements.commitment_delete, name="commitment_delete"),
    path("agreements/<int:pk>/documents/new/", documents.document_add, name="document_add"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/delete/", documents.document_delete, name="document_delete"),
    # Reminders, and the calendar of expiry dates
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/address/", reminders.reminders_address, name="reminders_address"),
    path("reminders/address/revoke/", reminders.reminders_revoke, name="reminders_revoke"),
    path("expiries/<str:token>.ics", reminders.expiries_ics, name="expiries_ics"),
    # People, onboarding
    path("people/", professionals.professional_list, name="professional_list"),
    path("people.csv", professionals.professional_csv, name="professional_csv"),
    path("people/new/", professionals.professional_add, name="professional_add"),
    path("people/<int:pk>/", professionals.professional, name="professional"),
    path("people/<int:pk>/edit/", professionals.professional_edit, name="professional_edit"),
    path("people/<int:pk>/delete/", professionals.professional_delete, name="professional_delete"),
    path("people/<int:pk>/invite/", professionals.professional_invite, name="professional_invite"),
    path("onboarding/", professionals.onboarding, name="onboarding"),
    # Trainings
    path("trainings/", trainings.training_list, name="training_list"),
    path("trainings/new/", trainings.training_add, name="training_add"),
    path("trainings/<int:pk>/", trainings.training_attendance, name="training_attendance"),
    path("trainings/<int:pk>/edit/", trainings.training_edit, name="training_edit"),
    path("trainings/<int:pk>/delete/", trainings.training_delete, name="training_delete"),
    # Meetings, decisions, bodies
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.meeting_add, name="meeting_add"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/delete/", meetings.meeting_delete, name="meeting_delete"),
    path("meetings/<int:pk>/decisions/new/", meetings.decision_add, name="decision_add"),
    path("decisions/<int:pk>/edit/", meetings.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/done/", meetings.decision_done, name="decision_done"),
    path("decisions/<int:pk>/delete/", meetings.decision_delete, name="decision_delete"),
    path("bodies/", meetings.body_list, name="body_list"),
    path("bodies/new/", meetings.body_add, name="body_add"),
    path("bodies/<int:pk>/edit/", meetings.body_edit, name="body_edit"),
    path("bodies/<int:pk>/seats/new/", meetings.seat_add, name="seat_add"),
    path("seats/<int:pk>/edit/", meetings.seat_edit, name="seat_edit"),
    path("seats/<int:pk>/delete/", meetings.seat_delete, name="seat_delete"),
    # Programmes, budgets, imports
    path("", include("partners.urls_programmes")),
    # Lists
    path("lists/", lists.lists, name="lists"),
    path("lists/<slug:code>/", lists.list_kinds, name="list_kinds"),
    path("lists/<slug:code>/new/", lists.kind_add, name="kind_add"),
    path("lists/<slug:code>/<int:pk>/edit/", lists.kind_edit, name="kind_edit"),
    path("lists/<slug:code>/<int:pk>/move/", lists.kind_move, name="kind_move"),
    path("lists/<slug:code>/<int:pk>/delete/", lists.kind_delete, name="kind_delete"),
]
