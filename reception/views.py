from django.shortcuts import render
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow


@allow("log_visits")
@require_safe
def counter(request):
    """The counter screen."""
    return render(request, "reception/counter.html")
