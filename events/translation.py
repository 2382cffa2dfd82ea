"""Which texts of the events' room have one value per language."""

from modeltranslation.translator import TranslationOptions, register

from events.models import Adaptation, AudienceTag, Event, EventKind, Material, Topic


@register([EventKind, Topic, AudienceTag, Adaptation, Material])
class NameTranslation(TranslationOptions):
    fields = ["name"]


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ["title", "summary", "description"]
