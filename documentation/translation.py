"""Which texts of the catalogue's lists have one value per language."""

from modeltranslation.translator import TranslationOptions, register

from documentation.models import ClassificationNode, Level, Medium, Sector, Subject


@register([Medium, Sector, Level, ClassificationNode, Subject])
class NameTranslation(TranslationOptions):
    fields = ["name"]
