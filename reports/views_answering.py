"""Answering a survey: a page that anyone can open, without a cookie; on a tablet it starts again by itself."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import public
from citedesmetiers.own_pages import from_our_page
from citedesmetiers.throttle import Limit
from reports import survey_answers
from reports.forms_answers import AnswerForm
from reports.models import Channel, Survey

FROM_ONE_PLACE = Limit("survey", most=120, minutes=10)  # a full room behind one address, and no flood
SECONDS_OF_THANKS = 12


@public
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request, token):
    """The questions, and the button that counts the answers."""
    return answered(request, token, channel=Channel.LINK, template="surveys/answer.html", thanks="surveys:thanks")


@public
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tablet(request, token):
    """The same for a tablet that goes from hand to hand: no way off the page."""
    return answered(
        request, token, channel=Channel.TABLET, template="surveys/tablet.html", thanks="surveys:tablet_thanks"
    )


def answered(request, token, *, channel, template, thanks):
    survey = get_object_or_404(Survey, token=token)
    sent = request.method == "POST"
    form = AnswerForm(request.POST if sent else None, survey=survey)
    if not survey.is_open or not form.questions:
        return render(request, "surveys/closed.html", {"survey": survey})
    status = 200
    if sent:
        if not FROM_ONE_PLACE.allows(request, of=survey.token):
            form.add_error(None, _("Many answers came from here just now. Wait ten minutes, then send again."))
            status = 429
        elif form.is_valid():
            try:
                survey_answers.count(survey, form.answers(), channel=channel)
            except ValidationError:  # it was closed while the page was open
                return render(request, "surveys/closed.html", {"survey": survey})
            return HttpResponseRedirect(reverse(thanks, args=[token]), status=303)
    return render(request, template, {"survey": survey, "form": form}, status=status)


@public
@require_safe
@never_cache
def thanks(request, token):
    """What happened with the answers."""
    return render(request, "surveys/thanks.html", {"survey": get_object_or_404(Survey, token=token)})


@public
@require_safe
@never_cache
def tablet_thanks(request, token):
    """The same on a tablet; it goes back to the first page by itself, with a header, so without JavaScript too."""
    context = {"survey": get_object_or_404(Survey, token=token), "seconds": SECONDS_OF_THANKS}
    response = render(request, "surveys/tablet_thanks.html", context)
    response["Refresh"] = f"{SECONDS_OF_THANKS}; url={reverse('surveys:tablet', args=[token])}"
    return response
