"""Which texts of the centre have one value per language (columns name_fr, name_en, …)."""

from modeltranslation.translator import TranslationOptions, register

from citedesmetiers.models import Centre, Closure, NewsItem, Page, ProfileValue, Purpose, SchoolHoliday, Site


@register(Centre)
class CentreTranslation(TranslationOptions):
    fields = ["name", "aim"]


@register(Site)
class SiteTranslation(TranslationOptions):
    fields = ["name", "access"]


@register(Purpose)
class PurposeTranslation(TranslationOptions):
    fields = ["name", "short_name", "description"]


@register(ProfileValue)
class ProfileValueTranslation(TranslationOptions):
    fields = ["name", "short_name"]


@register(Closure)
class ClosureTranslation(TranslationOptions):
    fields = ["reason"]


@register(SchoolHoliday)
class SchoolHolidayTranslation(TranslationOptions):
    fields = ["name"]


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ["title", "body"]


@register(NewsItem)
class NewsItemTranslation(TranslationOptions):
    fields = ["title", "body"]
