"""What visitors asked, counted without them."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from citedesmetiers.access import public
from citedesmetiers.own_pages import from_our_page
from documentation import pace, searches
from documentation.search import question as questions
from documentation.search.find import find


@public
@from_our_page
@require_POST
def asked(request):
    """A page of results was shown: count its question. Sent by the page itself, so that a GET writes nothing."""
    text = request.POST.get("q", "")[:200]
    if not pace.too_fast(request) and text.strip():
        found = find(questions.read(text), page=1)
        searches.count(text, 0 if found.approximate and not found.exact else found.total)
    return HttpResponse(status=204)
