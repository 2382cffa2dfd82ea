"""Which texts of the reports' room have one value per language."""

from modeltranslation.translator import TranslationOptions, register

from reports.models import Criterion, Option, Principle, Question, Survey


@register(Principle)
class PrincipleTranslation(TranslationOptions):
    fields = ["title"]


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ["title", "asks", "evidence_words", "guidance_1", "guidance_2", "guidance_3", "guidance_4"]


@register(Survey)
class SurveyTranslation(TranslationOptions):
    fields = ["title", "intro"]


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ["text"]


@register(Option)
class OptionTranslation(TranslationOptions):
    fields = ["label"]
