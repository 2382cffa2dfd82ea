"""The noticeboard of a place: hand-over notes about things, gone after 14 days."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from citedesmetiers.access import allow
from counselling.forms.notice import NoticeForm
from counselling.models import Notice
from counselling.models.notice import NOTICE_DAYS
from counselling.session import places
from counselling.views.place import at_place


@allow("see_board")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def notices(request, site):
    """The notes that hang at the place; a new one is written above them."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = NoticeForm(sent, instance=Notice(site=site, day=today))
    if sent is not None and form.is_valid():
        if not Notice.objects.on_board(site, today).filter(day=today, text=form.instance.text).exists():
            form.save()  # a note that was sent twice hangs once
        days = ngettext("The note hangs for %(n)s day.", "The note hangs for %(n)s days.", NOTICE_DAYS)
        messages.success(request, days % {"n": NOTICE_DAYS})
        return redirect("counselling:notices")
    found = list(Notice.objects.on_board(site, today))
    context = {"site": site, "form": form, "notices": found, "days": NOTICE_DAYS}
    return render(request, "counselling/notices.html", context)


@allow("see_board")
@require_http_methods(["GET", "HEAD", "POST"])
def notice_delete(request, pk):
    """Take a note down before its time."""
    notice = get_object_or_404(Notice.objects.filter(site__in=places(request)), pk=pk)
    if request.method == "POST":
        notice.delete()
        messages.success(request, _("The note is taken down."))
        return redirect("counselling:notices")
    left = (notice.last_day - timezone.localdate()).days
    sentence = ngettext(
        "It would hang for %(n)s more day. Taken down, it cannot be read any more, here and on the today page.",
        "It would hang for %(n)s more days. Taken down, it cannot be read any more, here and on the today page.",
        left,
    )
    return render(request, "counselling/notice_delete.html", {"notice": notice, "sentence": sentence % {"n": left}})
