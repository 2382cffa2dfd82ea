"""Which texts of the desks' room have one value per language."""

from modeltranslation.translator import TranslationOptions, register

from counselling.models import Desk, Outcome, ReferralKind, Theme


@register([Desk, Theme, Outcome, ReferralKind])
class NameTranslation(TranslationOptions):
    fields = ["name"]
