"""Numbers with decimals, as people type them: a browser's own field of numbers may drop the comma, not the digits."""

from decimal import Decimal

import pytest
from django import forms
from django.urls import get_resolver, reverse

from partners.factories import make_agreement


def all_forms():
    """Every form of the house, with what it asks before anything is known of a row."""
    assert get_resolver().url_patterns  # brings in all views, and with them their forms
    found, waiting = {}, [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {f"{form.__module__}.{form.__qualname__}": form for form in below if not foreign(form)}
    return found


def foreign(form):
    return form.__module__.split(".")[0] in ("django", "axes", "django_otp", "crispy_forms", "tests")


def test_decimals_are_asked_for_in_a_field_of_text():
    asked = {
        f"{name}.{field_name}": type(field.widget)
        for name, form in all_forms().items()
        for field_name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, (forms.DecimalField, forms.FloatField))
    }
    assert "partners.forms.agreement.CommitmentForm.quantity" in asked
    assert [name for name, widget in asked.items() if issubclass(widget, forms.NumberInput)] == []


@pytest.mark.parametrize("typed", ["2,5", "2.5", " 2,50 "])
def test_two_and_a_half_is_two_and_a_half(signed_in, typed):
    agreement = make_agreement()
    client = signed_in("director", language="fr")
    address = reverse("partners:commitment_add", args=[agreement.pk])
    answer = client.post(address, {"kind": "sessions", "quantity": typed, "valued_euros": "1 250,50"})
    assert answer.status_code == 302
    made = agreement.commitments.get()
    assert (made.quantity, made.valued_euros) == (Decimal("2.5"), Decimal("1250.50"))
