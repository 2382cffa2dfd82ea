"""The verbs of counting who came: note, correct, take back."""

from django.db import transaction
from django.utils import timezone

from events.models import Attendance, AttendanceChange, Session
from events.models.attendance import Mark, Method


class CannotCount(Exception):
    """A session that cannot be counted: it was cancelled, or has not begun."""


@transaction.atomic
def note(session, values, *, by, marginals=None, subgroups=None, now=None):
    """Store what was counted at `session`, in place of what was there; the session counts as held.

    values: columns of Attendance.  marginals: {ProfileValue: people}.  subgroups: {AudienceTag: people}; None leaves
    either as it is.  by: the person on the staff; a correction keeps who and when.
    Raises CannotCount, and ValidationError when the parts, also those noted before, add up to more than the whole.
    """
    now = now or timezone.now()
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.state == Session.State.CANCELLED or session.starts_at > now:
        raise CannotCount
    attendance = Attendance.objects.filter(session=session).first()
    before = attendance.present if attendance else None
    corrects = attendance is not None
    attendance = attendance or Attendance(session=session)
    for name, value in values.items():
        setattr(attendance, name, value)
    attendance.full_clean()
    attendance.save()
    if marginals is not None:
        attendance.set_marginals(marginals)
    if subgroups is not None:
        attendance.set_subgroups(subgroups)
    if marginals is None or subgroups is None:
        attendance.check_parts()
    if corrects and before != attendance.present:
        AttendanceChange.objects.create(
            session=session, before=before, after=attendance.present, changed_at=now, changed_by=by
        )
    session.state = Session.State.HELD
    session.save(update_fields=["state"])
    return attendance


def count(session, present, *, by, now=None):
    """Store the number alone, as the stepper sends it; what else was noted stays. Returns and raises as note() does.

    A first number was counted in the room, exactly; so was one in place of what the codes at the door added up to.
    Any other is a correction, which leaves "nearly" and "estimated" as somebody has noted them.
    """
    before = Attendance.objects.filter(session=session, present__isnull=False).first()
    values = {"present": present}
    if before is None:
        values |= {"method": Method.COUNTED, "present_mark": Mark.EXACTLY}
    elif before.method == Method.CHECKED_IN:
        values["method"] = Method.COUNTED
    return note(session, values, by=by, now=now)


@transaction.atomic
def take_back(session, *, by):
    """Forget what was counted: the session counts as planned again, and the correction is kept."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    attendance = Attendance.objects.filter(session=session).first()
    if attendance is None:
        return
    AttendanceChange.objects.create(
        session=session, before=attendance.present, after=None, changed_at=timezone.now(), changed_by=by
    )
    attendance.delete()
    session.state = Session.State.PLANNED
    session.save(update_fields=["state"])


@transaction.atomic
def checked_in(session, people):
    """Note that `people` have shown their code at the door, all in all; a number that somebody has counted stays.

    The codes are forgotten the day after: this number is what is left of them. With 0 the session is planned again.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    attendance = Attendance.objects.filter(session=session).first()
    if attendance is not None and attendance.method != Method.CHECKED_IN:
        return
    if people:
        attendance, _is_new = Attendance.objects.update_or_create(
            session=session,
            defaults={"present": people},
            create_defaults={"present": people, "method": Method.CHECKED_IN},
        )
        attendance.forget_impossible_parts()  # nobody at the door can say which of those noted have left
    elif attendance is not None:
        attendance.delete()
    session.state = Session.State.HELD if people else Session.State.PLANNED
    session.save(update_fields=["state"])
