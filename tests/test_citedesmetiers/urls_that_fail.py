"""URLs of tests only: views that go wrong in every way there is."""

import errno

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from citedesmetiers import urls
from citedesmetiers.access import allow, public

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@public
def suspicious(request):
    raise SuspiciousOperation("a made-up reason")


@public
def denied(request):
    raise PermissionDenied


@public
@require_POST
def takes_forms(request):
    return HttpResponse("")


@public
def too_large(request):
    raise RequestDataTooBig


@public
def disk_full(request):
    raise OSError(errno.ENOSPC, "No space left on device")


@public
def broken(request):
    raise ZeroDivisionError(f"while reading {request.GET.get('q')}")


@public
def database_away(request):
    raise OperationalError('connection to server on socket "/secret/place" failed')


def unmarked(request):
    return HttpResponse("nobody should read this")


@allow("edit_users")
def for_the_administrator(request):
    return HttpResponse("<title>x</title><h1>for the administrator</h1>")


urlpatterns = [
    path("suspicious/", suspicious),
    path("denied/", denied),
    path("takes-forms/", takes_forms),
    path("too-large/", too_large),
    path("disk-full/", disk_full),
    path("broken/", broken),
    path("database-away/", database_away),
    path("unmarked/", unmarked, name="unmarked"),
    path("for-the-administrator/", for_the_administrator),
    *urls.urlpatterns,
]
