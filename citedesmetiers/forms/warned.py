"""Forms that warn: what they say is read once, and saved all the same when the box below is ticked."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _


class Warned:
    """Adds a check box to save all the same to a form as soon as it has something to say.

    Call warn() in clean() or before saving, with (field, message) pairs. The box carries digests of what was read, so
    that a warning that is new is said before it is passed over.

    accepting: what the box says.
    """

    accepting = _("I have read this; save all the same")
    read = ()  # digests of what warn() was called with, so far

    def warn(self, found):
        """Say each of `found` beside its field, unless exactly these were accepted."""
        found = list(found)
        if not found:
            return
        text = "\n".join(f"{message}" for _field, message in found)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        self.read = (*self.read, digest)
        accepted = digest in self.data.get(self.add_prefix("anyway"), "").split(" ")
        self.fields["anyway"] = forms.BooleanField(
            label=self.accepting,
            required=False,
            widget=forms.CheckboxInput(attrs={"value": " ".join(self.read)}),
        )
        if not accepted:
            # The box belongs to what is said now: a tick for something else does not stay.
            self.data = self.data.copy()
            self.data.pop(self.add_prefix("anyway"), None)
            for field, message in found:
                self.add_error(field if field in self.fields else None, str(message))


ANYWAY = (_("Look at this first"), ("anyway",))
