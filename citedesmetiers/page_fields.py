"""The centre's own fields as the pages that staff write name them in braces: {email}, {address}… See markup.FIELDS."""

from django.utils import formats, timezone

from citedesmetiers import shell
from citedesmetiers.models import Site


def of(request, page=None):
    """{name: value} for markup.html; what the centre has not filled in is empty.

    page: a Page, for the day on which it was changed last; today when left out or not saved yet.
    """
    today = timezone.localdate()
    centre = shell.of(request).centre
    main = Site.objects.open_on(today).filter(kind=Site.Kind.MAIN).first()
    last = page.versions.order_by("-number").first() if page and page.pk else None
    town = f"{main.postcode} {main.municipality}".strip() if main else ""
    return {
        "centre": centre.name,
        "structure": centre.holding_structure,
        "email": centre.email,
        "phone": centre.phone,
        "place": main.name if main else "",
        "address": ", ".join(part for part in (main.address, town) if part) if main else "",
        "how_to_come": main.access if main else "",
        "website": f"{request.scheme}://{request.get_host()}/",
        "day": formats.date_format(timezone.localdate(last.saved_at) if last else today),
    }
