from django.shortcuts import render
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow


@allow("see_figures")
@require_safe
def key_figures(request):
    """The year in figures."""
    return render(request, "reports/key_figures.html")
