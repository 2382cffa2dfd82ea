"""What people answer to a survey: one questionnaire at a time, or a day's pile of paper as a tally."""

from collections import Counter

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers.forms.house import DayInput
from citedesmetiers.personal_data import no_personal_data
from reports.models import Question
from reports.models.survey import MOST_NUMBER
from reports.survey_answers import paper_of_late

Kind = Question.Kind
MOST_LETTERS = 500
MOST_PAPER = 5000


def questions_of(survey):
    """The questions in order, each with its options as a list in `choices`."""
    questions = list(survey.questions.prefetch_related("options"))
    for question in questions:
        question.choices = list(question.options.all())
    return questions


class AnswerForm(forms.Form):
    """One questionnaire. Nothing has to be answered, but an empty one is not counted."""

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions_of(survey)
        for question in self.questions:
            self.fields[question.code] = self.field_for(question)

    def field_for(self, question):
        options = [(option.code, option.label) for option in question.choices]
        asked = {"label": question.text, "required": False}
        if question.kind == Kind.MULTIPLE:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **asked)
        if question.has_options:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **asked)
        if question.kind == Kind.NUMBER:
            widget = forms.NumberInput(attrs={"class": "form-control number", "inputmode": "numeric", "min": 0})
            return forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=widget, **asked)
        widget = forms.Textarea(attrs={"class": "form-control", "rows": 3, "autocomplete": "off"})
        return forms.CharField(max_length=MOST_LETTERS, validators=[no_personal_data], widget=widget, **asked)

    @property
    def asked(self):
        """The questions with their fields."""
        return [(question, self[question.code]) for question in self.questions]

    def clean(self):
        if not self.errors and not self.answers():
            raise forms.ValidationError(_("Answer at least one question, then send."))

    def answers(self):
        """{Question: answer} of what was filled in; see survey_answers.count."""
        found = {}
        for question in self.questions:
            given = self.cleaned_data.get(question.code)
            if given in (None, "", []):
                continue
            by_code = {option.code: option for option in question.choices}
            if question.kind == Kind.MULTIPLE:
                given = [by_code[code] for code in given]
            elif question.has_options:
                given = by_code[given]
            found[question] = given
        return found


class TallyForm(forms.Form):
    """The paper questionnaires of one day, counted by hand: one number per answer."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    questionnaires = forms.IntegerField(
        label=gettext_lazy("Questionnaires"),
        min_value=1,
        max_value=MOST_PAPER,
        help_text=gettext_lazy("All that came back, also with questions left out."),
    )
    is_another = forms.BooleanField(label=gettext_lazy("This is another pile of that day"), required=False)

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey, self.questions = survey, questions_of(survey)
        self.asks_again = False  # whether the box for another pile is shown
        for question in self.questions:
            for option in question.choices:
                self.fields[f"{question.code}.{option.code}"] = tally_field(option.label)
            if question.kind == Kind.MULTIPLE:
                self.fields[question.code] = tally_field(_("People who answered this question"))
            elif question.kind == Kind.NUMBER:
                self.fields[question.code] = forms.CharField(
                    label=_("The numbers that were given"), required=False, help_text=_("With spaces: 3 4 4 5")
                )
            elif question.kind == Kind.COMMENT:
                self.fields[question.code] = forms.CharField(
                    label=_("Remarks, one on each line"),
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 4}),
                    validators=[no_personal_data],
                )
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("class", "form-check-input" if name == "is_another" else "form-control")

    @property
    def asked(self):
        """The questions with their fields, in the order of the paper."""
        for question in self.questions:
            names = [f"{question.code}.{option.code}" for option in question.choices]
            names += [question.code] if question.code in self.fields else []
            yield question, [self[name] for name in names]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        if not self.survey.is_open_on(day):
            raise forms.ValidationError(_("The survey took no answers on this day."))
        return day

    def clean(self):
        """Read the tally; what does not add up is said beside the question."""
        self.tally = {}
        most = self.cleaned_data.get("questionnaires")
        for question in self.questions:
            read = self.read(question)
            if read is None or most is None:
                continue
            people, chosen = read
            name = question.code if question.code in self.fields else f"{question.code}.{question.choices[0].code}"
            if question.kind != Kind.COMMENT and people > most:
                said = {
                    "answers": ngettext("%(n)s answer", "%(n)s answers", people) % {"n": people},
                    "questionnaires": ngettext("%(n)s questionnaire", "%(n)s questionnaires", most) % {"n": most},
                }
                self.add_error(name, _("%(answers)s to this question, but %(questionnaires)s.") % said)
            elif (
                question.kind == Kind.MULTIPLE
                and chosen
                and not max(chosen.values()) <= people <= sum(chosen.values())
            ):
                self.add_error(name, _("This number does not go together with the answers above."))
            elif chosen:
                self.tally[question] = (people, chosen)
        self.ask_about_the_same_day()

    def ask_about_the_same_day(self):
        """Whoever sends a pile twice, or goes back and sends it again, means one; two piles of a day are told so."""
        there = paper_of_late(self.survey).filter(day=self.cleaned_data.get("day")).first()
        if there is None:
            return
        self.asks_again = True
        if not self.cleaned_data["is_another"]:
            said = ngettext(
                "%(n)s paper questionnaire of this day is counted already. Nothing was counted a second time.",
                "%(n)s paper questionnaires of this day are counted already. Nothing was counted a second time.",
                there.count,
            )
            self.add_error("is_another", said % {"n": there.count})

    def read(self, question):
        """(people, {answer: how often}) of one question; None when a field of it is wrong."""
        if question.has_options:
            names = {option: f"{question.code}.{option.code}" for option in question.choices}
            if any(name in self.errors for name in [*names.values(), question.code]):
                return None
            chosen = {option: n for option, name in names.items() if (n := self.cleaned_data[name])}
            people = self.cleaned_data[question.code] or 0 if question.kind == Kind.MULTIPLE else sum(chosen.values())
            return people, chosen
        if question.code in self.errors:
            return None
        written = self.cleaned_data[question.code]
        if question.kind == Kind.COMMENT:
            lines = [line.strip() for line in written.splitlines() if line.strip()]
            if any(len(line) > MOST_LETTERS for line in lines):
                self.add_error(question.code, _("A remark has at most %(n)s letters.") % {"n": MOST_LETTERS})
                return None
            return len(lines), Counter(lines)
        words = written.replace(",", " ").replace(";", " ").split()
        if any(not word.isdecimal() or int(word) > MOST_NUMBER for word in words):
            self.add_error(question.code, _("Write whole numbers up to %(n)s, with spaces.") % {"n": MOST_NUMBER})
            return None
        return len(words), Counter(int(word) for word in words)


def goes_together(people, chosen):
    """True when `people` people can have ticked the boxes as often as `chosen` says."""
    return max(chosen.values()) <= people <= sum(chosen.values())


def tally_field(label):
    widget = forms.NumberInput(attrs={"class": "form-control number", "inputmode": "numeric", "min": 0})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PAPER, widget=widget)
