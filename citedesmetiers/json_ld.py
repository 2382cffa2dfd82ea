"""What search engines are told in schema.org's words, safe inside a script element."""

import json

from django.urls import reverse
from django.utils.safestring import mark_safe

ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def script_text(said):
    """`said` (dictionaries, lists, texts, numbers) as JSON that cannot end its script element."""
    text = json.dumps(said, ensure_ascii=False)
    for sign, escape in ESCAPES:
        text = text.replace(sign, escape)
    return mark_safe(text)  # noqa: S308 -- no sign is left that ends the element


def place(request, centre, calendar, day):
    """A place with its address and its usual hours of the week of `day` (schema.org CivicStructure)."""
    site = calendar.site
    said = {
        "@type": "CivicStructure",
        "name": site.name,
        "url": request.build_absolute_uri(reverse("place", args=[site.code])),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": site.address,
            "postalCode": site.postcode,
            "addressLocality": site.municipality,
            "addressCountry": site.country,
        },
        "isAccessibleForFree": True,
        "publicAccess": True,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{DAYS[weekday]}",
                "opens": opens.strftime("%H:%M"),
                "closes": closes.strftime("%H:%M"),
            }
            for weekday, intervals in enumerate(calendar.usual_week(day))
            for opens, closes in intervals
        ],
    }
    if centre.phone:
        said["telephone"] = centre.phone
    return said


def organisation(request, centre, calendars, day):
    """The centre and its places (schema.org Organization)."""
    said = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": centre.name,
        "url": request.build_absolute_uri(reverse("home")),
        "location": [place(request, centre, calendar, day) for calendar in calendars],
    }
    if centre.email:
        said["email"] = centre.email
    return said
