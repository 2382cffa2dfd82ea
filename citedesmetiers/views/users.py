"""Accounts of the staff: list, invitation, roles, closing. For the administrator."""

import logging

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import invitations, second_factor, sessions
from citedesmetiers.access import ACTS, WORDS, allow, may
from citedesmetiers.forms.users import UserFilter, UserForm
from citedesmetiers.models import User
from citedesmetiers.models.user import Role

ROWS_PER_PAGE = 50
LINK = "link_to_hand_over"
log = logging.getLogger("citedesmetiers.accounts")


@allow("edit_users")
@require_safe
def users(request):
    """Everybody who has or had an account, with roles, places and state."""
    accounts = User.objects.prefetch_related("sites")
    chosen = UserFilter(request.GET, queryset=accounts)
    return render(
        request,
        "citedesmetiers/users/users.html",
        {
            "filter": chosen,
            "page": Paginator(chosen.qs, ROWS_PER_PAGE).get_page(request.GET.get("page")),
            "total": accounts.count(),
            "with_second_factor": second_factor.owners(),
        },
    )


def words_of_roles():
    """Each role with what it may do, in words."""
    return [(role.label, [WORDS[act] for act, roles in ACTS.items() if role in roles]) for role in Role]


@allow("edit_users")
@require_http_methods(["GET", "HEAD", "POST"])
def user_add(request):
    """A new account; its owner gets a link to choose a password."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.set_unusable_password()
        user.save()
        form.save_m2m()
        log.info("account %d made by account %d", user.pk, request.user.pk)
        return invite(request, user)
    return render(request, "citedesmetiers/users/user_add.html", {"form": form, "words": words_of_roles()})


def invite(request, user):
    """Send the link to choose a password, or keep it for the next page to show, when there is no mail server."""
    origin = request.build_absolute_uri("/")
    log.info("link for account %d made by account %d", user.pk, request.user.pk)
    if invitations.can_send():
        invitations.send_soon(user, "invitation", origin)
        messages.success(request, _("A link to choose a password is on its way to %(email)s.") % {"email": user.email})
    else:
        request.session[LINK] = [user.pk, invitations.link_for(user, "invitation", origin)]
    return redirect("user_edit", user.pk)


@allow("edit_users")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def user_edit(request, pk):
    """Change an account. Other roles end its open sessions."""
    if request.method == "POST":
        list(User.objects.lasting_administrators().select_for_update())  # two of them must not resign at once
    user = get_object_or_404(User, pk=pk)
    roles_before = sorted(user.roles)
    form = UserForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        if sorted(user.roles) != roles_before:
            log.info("roles of account %d changed by account %d", user.pk, request.user.pk)
        if user == request.user:
            update_session_auth_hash(request, user)
        messages.success(request, _("Saved: %(name)s") % {"name": user.name})
        return redirect("users" if may(user, "edit_users") else "today")
    saved = User.objects.get(pk=pk)
    return render(
        request,
        "citedesmetiers/users/user_edit.html",
        {
            "form": form,
            "account": saved,
            "words": words_of_roles(),
            "link": link_to_show(request, pk),
            "days": invitations.INVITATION_DAYS,
            "can_send": invitations.can_send(),
            "second_factor": second_factor.is_set_up(saved),
            "may_close": saved.is_active and saved != request.user and not saved.is_last_administrator,
        },
    )


def link_to_show(request, pk):
    """The link made for the account `pk` a moment ago, once; else None."""
    if request.method == "GET" and request.session.get(LINK, [None])[0] == pk:
        return request.session.pop(LINK)[1]
    return None


@allow("edit_users")
@require_POST
def user_link(request, pk):
    """Another link to choose a password: the first one ran out, or the password is forgotten."""
    return invite(request, get_object_or_404(User.objects.open_on(timezone.localdate()), pk=pk))


@allow("edit_users")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def user_close(request, pk):
    """Close an account: nobody signs in with it any more, what it did stays. Never one's own, nor the last one."""
    list(User.objects.lasting_administrators().select_for_update())
    user = get_object_or_404(User, pk=pk, is_active=True)
    if user == request.user or user.is_last_administrator:
        messages.error(request, _("Another administrator closes your own account, and the last one stays open."))
        return redirect("user_edit", pk)
    if request.method == "POST":
        user.is_active = False
        user.save(update_fields=["is_active"])
        sessions.end(user)
        log.info("account %d closed by account %d", user.pk, request.user.pk)
        messages.success(request, _("The account of %(name)s is closed.") % {"name": user.name})
        return redirect("users")
    return render(
        request,
        "citedesmetiers/users/user_close.html",
        {"account": user, "sessions": len(sessions.keys_of(user))},
    )


@allow("edit_users")
@require_POST
def user_reopen(request, pk):
    """Open a closed account again; password and second factor are those of before."""
    user = get_object_or_404(User, pk=pk, is_active=False)
    user.is_active = True
    user.save(update_fields=["is_active"])
    log.info("account %d opened again by account %d", user.pk, request.user.pk)
    messages.success(request, _("The account of %(name)s is open again.") % {"name": user.name})
    return redirect("user_edit", pk)
