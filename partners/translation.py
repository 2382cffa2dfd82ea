"""Which texts of the partners' room have one value per language."""

from modeltranslation.translator import TranslationOptions, register

from partners.models import InstitutionKind


@register(InstitutionKind)
class InstitutionKindTranslation(TranslationOptions):
    fields = ["name"]
