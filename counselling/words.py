"""What static/counselling/recorder.js says, in the account's language; pairs are singular and plural."""

from django.utils.translation import gettext as _


def recorder_words():
    return {
        "recorded": _("Recorded: {n} min."),
        "recordedPlain": _("Recorded."),
        "kept": _("Kept on this device; it is sent by itself when the server is back."),
        "waiting": [_("{n} interview waits to be sent"), _("{n} interviews wait to be sent")],
        "allSent": _("All interviews are sent"),
        "held": [_("{n} interview was not accepted"), _("{n} interviews were not accepted")],
        "signedOut": _("You are signed out. Sign in to send what waits"),
        "forbidden": _("This account may not send what waits. Sign in as counsellor"),
        "unreachable": _("The server does not answer. Go on: nothing gets lost"),
        "full": _("This device could not keep the interview. Write it down, and make room on the device."),
        "insecure": _("Offline mode is off at this address. Open the board over https, or on the server itself."),
        "tryAgain": _("Try again"),
        "remove": _("Remove"),
        "removeSure": _("Remove this interview from this device? It was not stored and will not count."),
        "interviewOf": _("Interview of {time}, desk {desk}"),
    }
