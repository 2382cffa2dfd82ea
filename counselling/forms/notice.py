"""A note of the team."""

from django import forms

from counselling.models import Notice


class NoticeForm(forms.ModelForm):
    """What the others should know; what looks like personal data is refused, and named."""

    class Meta:
        model = Notice
        fields = ["text", "pinned"]
        widgets = {"text": forms.Textarea({"rows": 3})}
