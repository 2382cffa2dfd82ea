"""Surveys and their questions, as staff write them."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers.forms.house import Grouped, HouseForm, in_every_language
from citedesmetiers.forms.twins import twins
from citedesmetiers.forms.warned import Warned
from reports import starting_lists
from reports.models import Option, Question, Survey

Kind = Question.Kind
MOST_OPTIONS = 20
FOUR = 4


class BeginSurveyForm(Warned, Grouped, forms.ModelForm):
    """A survey from a starting set; its questions can be changed until the first answer."""

    centre = None
    groups = (
        (gettext_lazy("Questions to begin with"), ("starting_set",)),
        (gettext_lazy("When and where"), (("opens_on", "closes_on"), ("site", "programme"))),
    )
    starting_set = forms.ChoiceField(label=gettext_lazy("Starting set"))

    class Meta:
        model = Survey
        fields = ["opens_on", "closes_on", "site", "programme"]

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starting_set"].choices = [
            (code, label.get(language) or label["en"]) for code, _audience, label in starting_lists.survey_sets()
        ]
        whole_centre(self)

    def saved(self):
        """The new Survey when the form is valid, or None. One to the same people on the same days is asked about."""
        if not self.is_valid():
            return None
        code = self.cleaned_data["starting_set"]
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        (audience,) = [audience for known, audience, _label in starting_lists.survey_sets() if known == code]
        with transaction.atomic():
            if found := twins(Survey(audience=audience, **fields), asked=self.Meta.fields, chosen={}):
                said = _("The same is begun already: “%(row)s”. Nothing was begun a second time.")
                self.warn([(None, said % {"row": found[0]})])
            return None if self.errors else starting_lists.begin_survey(code, **fields)


class SurveyForm(HouseForm):
    """What a survey is called, to whom it goes, from when to when."""

    blame = {"survey_closes_on_not_before_opens_on": "closes_on"}
    translated, needed = ("title", "intro"), ("title",)
    groups = (
        (gettext_lazy("The survey"), ("title", "intro", "audience")),
        (gettext_lazy("When and where"), (("opens_on", "closes_on"), ("site", "programme"))),
    )

    class Meta:
        model = Survey
        fields = [*in_every_language("title", "intro"), "audience", "opens_on", "closes_on", "site", "programme"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.startswith("intro"):
                field.widget = forms.Textarea(attrs=field.widget.attrs | {"rows": 2})
        whole_centre(self)


def whole_centre(form):
    form.fields["site"].empty_label = _("All places")
    form.fields["programme"].empty_label = _("None")


class QuestionForm(HouseForm):
    """A question with its answers to choose, one on each line, in each language."""

    translated, needed = ("text",), ("text",)
    blame = {"question_code_once_in_a_survey": "text"}
    top = forms.IntegerField(
        label=gettext_lazy("How many of the first answers count as satisfied"),
        required=False,
        min_value=0,
        max_value=MOST_OPTIONS,
        help_text=gettext_lazy("Empty or 0: the question asks something else."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Question
        fields = ["kind", *in_every_language("text"), "figure"]
        help_texts = {"figure": gettext_lazy("For reports, for example: share satisfied with reception.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        options = list(self.instance.options.all()) if self.instance.pk else []
        self.instance.code = self.instance.code or free_code(self.instance.survey)
        self.languages = self.centre.offered_languages
        for code in self.languages:
            self.fields[f"options_{code}"] = forms.CharField(
                label=_("Answers to choose (%(language)s)") % {"language": code.upper()},
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
                help_text=_("One on each line. Four levels: left empty, the usual four."),
                initial="\n".join(getattr(option, f"label_{code}") or "" for option in options),
            )
        self.fields["top"].initial = sum(option.is_top for option in options)
        texts = [f"text_{code}" for code in self.languages]
        answers = [f"options_{code}" for code in self.languages]
        self.groups = (
            (_("The question"), ("kind", *texts, "figure")),
            (_("Answers to choose"), (*answers, "top")),
        )

    def clean(self):
        super().clean()
        self.options = {}
        kind = self.cleaned_data.get("kind")
        if kind not in Question.WITH_OPTIONS:
            return
        for code in self.languages:
            written = [line.strip() for line in self.cleaned_data.get(f"options_{code}", "").splitlines()]
            lines = [line for line in written if line]
            if any(len(line) > Option._meta.get_field("label").max_length for line in lines):
                self.add_error(f"options_{code}", _("One of the answers is too long."))
            if lines:
                self.options[code] = lines
        if kind == Kind.SCALE and not self.options:
            self.take_the_usual_four()
            return
        self.check_numbers(kind)

    def take_the_usual_four(self):
        scale = starting_lists.read("survey_sets")["scales"]["satisfaction4"]
        self.options = {code: [level["label"].get(code) or level["label"]["en"] for level in scale]
                        for code in self.languages}  # fmt: skip
        self.cleaned_data["top"] = sum(level["top"] for level in scale)

    def check_numbers(self, kind):
        """As many answers in each language as in the centre's own, and enough to choose from."""
        name = f"options_{self.centre.default_language}"
        n = len(self.options.get(self.centre.default_language, []))
        if kind == Kind.SCALE and n != FOUR:
            self.add_error(name, _("Write four answers, the best one first, or none for the usual four."))
        elif not 2 <= n <= MOST_OPTIONS:
            self.add_error(name, _("Write two to %(most)s answers.") % {"most": MOST_OPTIONS})
        for code, lines in self.options.items():
            if len(lines) != n and code != self.centre.default_language:
                self.add_error(
                    f"options_{code}",
                    ngettext(
                        "There is %(n)s answer in the first language; write as many.",
                        "There are %(n)s answers in the first language; write as many.",
                        n,
                    )
                    % {"n": n},
                )
        if (self.cleaned_data.get("top") or 0) > n:
            self.add_error("top", _("There are fewer answers than that."))

    @transaction.atomic
    def save(self, commit=True):
        """The question with its answers; answers that were there keep their code, in their order."""
        question = super().save(commit=False)
        if not question.pk:
            question.rank = question.survey.questions.count() + 1
        question.save()
        self.save_options(question)
        return question

    def save_options(self, question):
        there = list(question.options.all())
        n = max((len(lines) for lines in self.options.values()), default=0)
        for option in there[n:]:
            option.delete()
        codes = {option.code for option in there}
        for place in range(n):
            if place < len(there):
                option = there[place]
            else:
                code = next(code for number in range(1, 99) if (code := f"answer-{number}") not in codes)
                codes.add(code)
                option = Option(question=question, code=code)
            for language, lines in self.options.items():
                setattr(option, f"label_{language}", lines[place])
            option.rank, option.is_top = place + 1, place < (self.cleaned_data.get("top") or 0)
            option.save()


def free_code(survey):
    """A code for a new question that no other question of `survey` has."""
    taken = set(survey.questions.values_list("code", flat=True))
    return next(code for number in range(1, 999) if (code := f"question-{number}") not in taken)
