"""The people who work in the Cité: the list, their page, their account, and who lacks which step of onboarding."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import invitations, shell
from citedesmetiers.access import allow
from citedesmetiers.csv_files import download
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.sorting import Sorting, by_name
from citedesmetiers.views.settings_page import done
from partners.filters import OnboardingFilter, ProfessionalFilter
from partners.forms.professional import InviteForm, ProfessionalForm
from partners.models import Institution, OnboardingStep, Professional, TrainingKind
from partners.views.pages import confirm_page, crumbs, form_page

ROWS_A_PAGE = 50
COLUMNS = {"name": by_name(), "institution": by_name("institution__name"), "fte": "fte"}
PEOPLE = (gettext_lazy("People"), "partners:professional_list")
LINK = "link_of_professional"


def chosen_of(request):
    """The ProfessionalFilter of the page's query string."""
    rows = Professional.objects.select_related("institution", "user").prefetch_related("sites")
    return ProfessionalFilter(request.GET, queryset=rows, today=timezone.localdate())


@allow("see_partners")
@require_safe
def professional_list(request):
    """Who works here, sent by whom, with which functions and languages."""
    chosen = chosen_of(request)
    sorting = Sorting(COLUMNS, request.GET.get("order"))
    found = Professional.objects.filter(pk__in=chosen.rows.values("pk"))
    return render(
        request,
        "partners/professional_list.html",
        {
            "filter": chosen,
            "sorting": sorting,
            "page": Paginator(sorting.applied(chosen.rows), ROWS_A_PAGE).get_page(request.GET.get("page")),
            "sums": found.order_by().aggregate(
                people=Count("pk"),
                full_time=Sum("fte"),
                institutions=Count("institution", distinct=True),
                without_fte=Count("pk", filter=Q(fte__isnull=True)),
            ),
        },
    )


@allow("see_partners")
@require_safe
def professional_csv(request):
    """The list as it is filtered, for a spreadsheet."""
    rows = [
        [
            _("Name"), _("Institution"), _("Functions"), _("Languages"), _("Here as"), _("Full-time equivalent"),
            _("From"), _("Until"), _("Places"),
        ]
    ]  # fmt: skip
    for person in Sorting(COLUMNS, request.GET.get("order")).applied(chosen_of(request).rows):
        rows.append(
            [
                person.name,
                person.institution.name,
                ", ".join(str(name) for name in person.function_names),
                ", ".join(str(name) for name in person.language_names),
                str(person.get_contract_display()),
                "" if person.fte is None else person.fte,
                person.active_from or "",
                person.active_until or "",
                ", ".join(site.name for site in person.sites.all()),
            ]
        )
    return download(rows, f"people-{timezone.localdate()}.csv")


@allow("see_partners")
@require_safe
def professional(request, pk):
    """One person: what they do here, what they have attended, their account."""
    people = Professional.objects.with_onboarding().select_related("institution", "user").prefetch_related("sites")
    person = get_object_or_404(people, pk=pk)
    attendances = person.attendances.select_related("training__kind", "training__site")
    return render(
        request,
        "partners/professional.html",
        {
            "person": person,
            "steps": [(step, getattr(person, f"has_{step}")) for step in OnboardingStep],
            "attendances": attendances.order_by("-training__starts_on", "-pk"),
            "shadowed": person.attendances.shadowing().total_half_days(),
            "link": link_to_show(request, pk),
            "days": invitations.INVITATION_DAYS,
            "crumbs": crumbs(PEOPLE),
        },
    )


def link_to_show(request, pk):
    """The invitation made for the person `pk` a moment ago, once; else None."""
    if request.session.get(LINK, [None])[0] == pk:
        return request.session.pop(LINK)[1]
    return None


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def professional_add(request):
    """A new person; ?institution= chooses who sends them."""
    asked = request.GET.get("institution", "")
    institution = Institution.objects.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 15 else None
    form = ProfessionalForm(
        request.POST or None,
        centre=shell.of(request).centre,
        initial={"institution": institution, "active_from": timezone.localdate()},
    )
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("%(name)s is added.") % {"name": made}, "partners:professional", made.pk)
    return form_page(request, form, title=_("Add a person"), way=[PEOPLE])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def professional_edit(request, pk):
    """Put a person right, or note their last day."""
    person = get_object_or_404(Professional.objects.select_related("user"), pk=pk)
    name = person.name
    form = ProfessionalForm(request.POST or None, instance=person, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        said = _("%(name)s is saved.") % {"name": person}
        if person.user and person.active_until:
            said = _("%(name)s is saved; the account closes by itself after the last day.") % {"name": person}
        return done(request, said, "partners:professional", pk)
    way = [PEOPLE, (name, "partners:professional", pk)]
    return form_page(request, form, title=_("Edit the person"), way=way, delete=("partners:professional_delete", pk))


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def professional_delete(request, pk):
    """Take away somebody who was entered by mistake; whoever has worked here gets a last day instead."""
    person = get_object_or_404(Professional, pk=pk)
    tied = rows_pointing_at(person) - person.sites.count()
    if tied or person.user_id:
        said = _("%(name)s has attended trainings or has an account. Note the last day instead.")
        messages.warning(request, said % {"name": person})
        return redirect("partners:professional_edit", pk)
    if request.method == "POST":
        person.delete()
        return done(request, _("%(name)s is deleted.") % {"name": person}, "partners:professional_list")
    return confirm_page(
        request,
        title=_("Delete %(name)s?") % {"name": person},
        sentences=[_("Nothing is tied to this person: no training, no account.")],
        button=_("Delete"),
        way=[PEOPLE, (person.name, "partners:professional", pk)],
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def professional_invite(request, pk):
    """Give a person an account: they get a link to choose a password."""
    person = get_object_or_404(Professional.objects.prefetch_related("sites"), pk=pk)
    if person.user_id:
        return redirect("partners:professional", pk)
    form = InviteForm(request.POST or None, person=person, centre=shell.of(request).centre)
    if request.method == "POST" and form.is_valid():
        user, is_new = form.account()
        if not is_new:
            said = _("The account %(email)s is tied to %(name)s.") % {"email": user.email, "name": person}
            return done(request, said, "partners:professional", pk)
        origin = request.build_absolute_uri("/")
        if invitations.can_send():
            invitations.send_soon(user, "invitation", origin)
            said = _("A link to choose a password is on its way to %(email)s.") % {"email": user.email}
            return done(request, said, "partners:professional", pk)
        request.session[LINK] = [pk, invitations.link_for(user, "invitation", origin)]
        return redirect("partners:professional", pk)
    way = [PEOPLE, (person.name, "partners:professional", pk)]
    return form_page(request, form, title=_("Invite %(name)s") % {"name": person}, way=way)


@allow("see_partners")
@require_safe
def onboarding(request):
    """Who lacks which step: charter, awareness day, presentation of resources, a desk shadowing."""
    today = timezone.localdate()
    everybody = Professional.objects.to_onboard(today)
    rows = everybody.select_related("institution").order_by(by_name("institution__name"), by_name(), "pk")
    chosen = OnboardingFilter(request.GET, queryset=rows, today=today)
    lacking = {f"without_{step}": Count("pk", filter=Q(**{f"has_{step}": False})) for step in OnboardingStep.values}
    sums = everybody.order_by().aggregate(people=Count("pk"), **lacking)
    people = list(chosen.rows)
    for person in people:
        person.steps = [(step, getattr(person, f"has_{step}")) for step in OnboardingStep]
    return render(
        request,
        "partners/onboarding.html",
        {
            "filter": chosen,
            "people": people,
            "steps": [(step, sums[f"without_{step}"]) for step in OnboardingStep],
            "total": sums["people"],
            "kinds": [(kind.step, kind.pk) for kind in TrainingKind.objects.exclude(step="")],
            "crumbs": crumbs(),
        },
    )
