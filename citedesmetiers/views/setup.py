"""The guided set-up of an empty installation: five short steps, whose state is what the database holds.

It can be left and continued. Whoever makes the first account owns it from then on; once finished it closes for good.
"""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import connection, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow, may, public
from citedesmetiers.forms.setup import CentreSetUpForm, FirstAccountForm, PlaceSetUpForm, PurposesSetUpForm
from citedesmetiers.models import Centre, Purpose, Site, User

STEPS = [
    ("set_up_account", gettext_lazy("Your account")),
    ("set_up_centre", gettext_lazy("The centre")),
    ("set_up_place", gettext_lazy("The main site")),
    ("set_up_purposes", gettext_lazy("Purposes")),
    ("set_up_done", gettext_lazy("Ready")),
]
NAMES = [name for name, _title in STEPS]
THIS_MACHINE = {*settings.LOOPBACK, "testserver"}  # the last is what Django's test client calls itself
BACKEND = "citedesmetiers.accounts.AccountBackend"


def next_step():
    """The URL name of the first step that is not done yet."""
    if not User.objects.exists():
        return "set_up_account"
    if not Centre.objects.exists():
        return "set_up_centre"
    if not Site.objects.filter(kind=Site.Kind.MAIN).exists():
        return "set_up_place"
    if not Purpose.objects.exists():
        return "set_up_purposes"
    return "set_up_done"


def set_up_first(view, *, everybody=False):
    """Lead whoever opens `view` on an empty installation to the set-up, and its owner back to it until it is done.

    everybody: strangers as well, who are asked to sign in; the public has nothing to read yet.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        centre = shell.of(request).centre
        if centre is None or centre.set_up_at is None:
            is_owner = request.access != "public" and may(request.user, "edit_settings")
            if everybody or is_owner or not User.objects.exists():
                response = redirect("set_up")
                add_never_cache_headers(response)
                return response
        return view(request, *args, **kwargs)

    return wrapper


def while_open(view):
    """Answer 404 once the set-up is finished, and lead back from a step whose turn has not come."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if Centre.objects.is_set_up():
            raise Http404
        name, due = request.resolver_match.url_name, next_step()
        if name in NAMES and NAMES.index(name) > NAMES.index(due):
            return redirect(due)
        return view(request, *args, **kwargs)

    return never_cache(wrapper)


def page(request, template, name, **context):
    """The page of the step `name`."""
    number, due = NAMES.index(name), NAMES.index(next_step())
    steps = [
        {
            "title": title,
            "url": url if 0 < place <= due and place != number else "",
            "state": "now" if place == number else "done" if place < due else "later",
        }
        for place, (url, title) in enumerate(STEPS)
    ]
    context |= {"steps": steps, "number": number + 1, "all": len(STEPS), "title": STEPS[number][1]}
    return render(request, f"citedesmetiers/setup/{template}.html", context)


@public
@while_open
@require_safe
def set_up(request):
    """The step to go on with."""
    return redirect(next_step())


def code_needed():
    """The set-up code, where others than this machine could reach the installation; None where they cannot."""
    is_local = (settings.INSTALLATION.host in settings.LOOPBACK or settings.INSTALLATION.host == "::1") and set(
        settings.ALLOWED_HOSTS
    ) <= THIS_MACHINE
    behind_something = settings.HTTPS or getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    return None if is_local and not behind_something else settings.INSTALLATION.set_up_code()


@public
@while_open
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_account(request):
    """Step 1: the first administrator, who is signed in at once. Nobody else can take this step any more."""
    if User.objects.exists():
        return redirect(next_step())
    form = FirstAccountForm(request.POST or None, code=code_needed())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            with connection.cursor() as cursor:  # two people who send it at once must not both be first
                cursor.execute(f"LOCK TABLE {User._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            if User.objects.exists():
                return redirect(next_step())
            user = form.save(request.LANGUAGE_CODE)
        login(request, user, backend=BACKEND)
        return redirect(next_step())
    return page(request, "form", "set_up_account", form=form)


@allow("edit_settings")
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_centre(request):
    """Step 2: name, territory, country, languages."""
    centre = Centre.objects.current()
    initial = {"default_language": request.LANGUAGE_CODE}
    if centre:
        initial = {name: getattr(centre, name) for name in CentreSetUpForm.base_fields}
    form = CentreSetUpForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save(centre)
        return redirect("set_up_place")
    return page(request, "form", "set_up_centre", form=form)


@allow("edit_settings")
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_place(request):
    """Step 3: the main site and its week."""
    site = Site.objects.filter(kind=Site.Kind.MAIN).first()
    hours = site.opening_hours.order_by("valid_from").first() if site else None
    form = PlaceSetUpForm(
        request.POST or None,
        centre=Centre.objects.current(),
        site=site,
        period=(hours.valid_from, hours.valid_until) if hours else None,
        initial={} if hours else {"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.saved() is not None:
        return redirect("set_up_purposes")
    return page(request, "place", "set_up_place", form=form)


@allow("edit_settings")
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_purposes(request):
    """Step 4: the starting purposes; the lists that describe a visitor come with them."""
    form = PurposesSetUpForm(request.POST or None, centre=Centre.objects.current())
    if request.method == "POST" and form.is_valid():
        form.save(timezone.localdate())
        return redirect("set_up_done")
    return page(request, "purposes", "set_up_purposes", form=form)


@allow("edit_settings")
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_done(request):
    """Step 5: what there is now. Sending it closes the set-up for good."""
    centre = Centre.objects.current()
    if request.method == "POST":
        centre.finish_set_up()
        messages.success(request, _("The centre is set up. What is still missing stands on the today page."))
        return redirect("today")
    site = Site.objects.get(kind=Site.Kind.MAIN)
    return page(
        request,
        "done",
        "set_up_done",
        centre=centre,
        site=site,
        has_hours=site.opening_hours.exists(),
        purposes=Purpose.objects.doors().in_force(timezone.localdate()),
    )
