"""What the counter's script says, in the language of the account; pairs are singular and plural, {…} is filled in."""

from django.utils.translation import gettext as _


def counter_words():
    """The sentences of static/reception/counter.js by name."""
    return {
        "counted": _("Counted:"),
        "takenBack": _("Taken back:"),
        "nothingYet": _("Nothing counted yet on this device today."),
        "people": [_("{n} person"), _("{n} people")],
        "peopleShort": _("{n} p."),
        "undo": _("Undo this visit"),
        "visits": [_("visit"), _("visits")],
        "notSent": [_("{n} not sent yet"), _("{n} not sent yet")],
        "usual": _("{n} usually by now on this weekday"),
        "noUsual": _("no earlier day to compare with"),
        "onThisDevice": _("counted on this device"),
        "online": _("Online, all is saved"),
        "waiting": [_("{n} entry waits to be sent"), _("{n} entries wait to be sent")],
        "allSent": _("All sent"),
        "offlineSince": _("Offline since {time}. Go on: nothing gets lost"),
        "signedOut": _("You are signed out. Sign in to send what waits"),
        "forbidden": _("This account may not send what waits. Sign in as reception"),
        "kept": _("Kept on this device, counted once. They leave by themselves when the network is back."),
        "lastReceived": _("Last entry received by the server at {time}."),
        "neverReceived": _("Nothing sent from this device today."),
        "held": [_("{n} entry was not accepted"), _("{n} entries were not accepted")],
        "tryAgain": _("Try again"),
        "remove": _("Remove"),
        "removeSure": _("Remove this entry from this device? It was not stored and will not count."),
        "saved": _("The outbox was saved to a file."),
        "loaded": [_("{n} entry loaded"), _("{n} entries loaded")],
        "notAFile": _("This file is not an outbox."),
        "toQualify": [_("{n} to qualify, now, later or never"), _("{n} to qualify, now, later or never")],
        "unqualified": _("to qualify"),
        "qualified": _("qualified"),
        "undone": _("taken back"),
        "qualifyOf": _("Qualify the visit of {time}"),
        "chart": _("Visits by hour today: {list}."),
        "chartItem": _("{n} at {hour}"),
        "skew": _("The clock of this device is {n} minutes off; entries are put right."),
        "insecure": _("Offline mode is off at this address. Open the counter over https, or on the server itself."),
        "keysOn": _("Keys 1–9: on"),
        "keysOff": _("Keys 1–9: off"),
        "outboxLabel": _("What waits, by key, newest first: {list}"),
        "storageFull": _("This device could not keep the entry. Write it down, and make room on the device."),
    }
