"""Which texts of the partners' room have one value per language."""

from modeltranslation.translator import TranslationOptions, register

from partners.models import InstitutionKind, MeetingKind, TargetTag, TrainingKind


@register(InstitutionKind)
class InstitutionKindTranslation(TranslationOptions):
    fields = ["name"]


@register(TrainingKind)
class TrainingKindTranslation(TranslationOptions):
    fields = ["name"]


@register(MeetingKind)
class MeetingKindTranslation(TranslationOptions):
    fields = ["name"]


@register(TargetTag)
class TargetTagTranslation(TranslationOptions):
    fields = ["name"]
