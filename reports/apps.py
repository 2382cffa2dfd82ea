from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What the year was: figures, self-assessment, prints."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from citedesmetiers import anonymity, nightly  # noqa: PLC0415 -- as below
        from citedesmetiers import forgetting as terms  # noqa: PLC0415 -- as below
        from citedesmetiers import starting_lists as lists  # noqa: PLC0415 -- as below
        from citedesmetiers.shell import (  # noqa: PLC0415 -- models are not loaded earlier
            register_own_page,
            register_panel,
            register_room,
        )
        from documentation import prints as documentation_prints  # noqa: PLC0415 -- as below
        from events.prints import register_engine  # noqa: PLC0415 -- as above
        from events.session_parts import register_session_part  # noqa: PLC0415 -- as above
        from partners.prints import register_print  # noqa: PLC0415 -- as above
        from partners.relations import register_relation  # noqa: PLC0415 -- as above
        from reports import (  # noqa: F401, PLC0415 -- what is tracked says so itself
            closing,
            evidence_functions,
            forgetting,
            panels,
            pdf,
            print_kinds,
            prints,
            programme_prints,
            retention,
            revealed,
            rollup,
            starting_lists,
            statement,
            survey_answers,
            tracked,
        )

        register_room(
            title=_("Reports"),
            icon="reports",
            url="reports:key_figures",
            acts=("see_figures",),
            side_doors=(("see_room_figures", "reports:figures"),),
            rank=60,
            urls=("reports",),
        )
        register_own_page(
            title=_("Contributions asked of me"), url="reports:contributions", act="contribute_self_assessment"
        )
        register_panel(template="reports/_year_so_far.html", context=panels.year_so_far, act="see_figures", rank=10)
        register_panel(template="reports/_by_place.html", context=panels.by_place, act="see_figures", rank=11)
        register_panel(
            template="reports/_label_today.html", context=panels.label_today, act="see_figures", rank=12, side=True
        )
        register_panel(
            template="reports/contributions/_today.html",
            context=panels.contributions_today,
            act="contribute_self_assessment",
            rank=13,
            side=True,
        )
        register_session_part(template="reports/surveys/_of_session.html", context=panels.surveys_of_session)
        lists.register(starting_lists.load)
        evidence_functions.register_all()
        from reports.models import SurveyAnswer, SurveyAnswered, SurveyComment, SurveyReturn  # noqa: PLC0415 -- as above

        for model in (SurveyReturn, SurveyAnswer, SurveyAnswered):
            anonymity.register(model, site="")
        anonymity.register(SurveyComment, day="month", site="")
        anonymity.register_exports(revealed.exports)
        nightly.register("counts_of_days", rollup.every_night)
        nightly.register_look(rollup.add_up)
        nightly.register("adjustments", closing.every_night)
        terms.register(
            "rows_of_years",
            retention.rows_of_years,
            _("rows about visitors of a year, so many months after its self-assessment was validated"),
        )
        terms.register(
            "survey_remarks",
            forgetting.survey_remarks,
            _("remarks of surveys, when the report of their year is sent, at the latest after the following year"),
        )
        terms.register(
            "survey_days",
            survey_answers.every_night,
            _("the days of paper questionnaires, after 31 days: their answers are counted for the year"),
        )
        terms.register("prints", prints.every_night, _("files of prints, after 400 days"))
        print_kinds.register_all()
        register_print("budget", "reports:budget_pdf")
        register_print("roster_week", "reports:roster_week_pdf")
        register_print("roster_month", "reports:roster_month_pdf")
        register_engine(programme_prints.written, pdf.first_that_fits)
        documentation_prints.register_engine(programme_prints.render)
        register_relation(
            title=_("Statement for this partner"),
            template="reports/_statement_part.html",
            context=statement.part_of_institution,
            rank=90,
            side=True,
        )
