"""The second factor: a code that changes every 30 seconds (TOTP), and recovery codes for the day the phone is lost.

Devices, codes and throttling are those of django-otp; an account has at most one of each device.
"""

import math
import time
from base64 import b32encode
from binascii import unhexlify

from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

RECOVERY_CODES = 10
DIGITS = 6
TOLERANCE = 1  # steps of 30 seconds that a phone's clock may be off


def is_set_up(user):
    """True when `user` has a second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def owners():
    """Keys of the accounts that have a second factor."""
    return set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))


def new_secret():
    """A fresh secret of 160 bits, hexadecimal."""
    return random_hex(20)


def in_groups(secret):
    """The secret as apps take it by keyboard: base32, four characters a group."""
    text = b32encode(unhexlify(secret)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(user, secret):
    """The otpauth: address that the QR code holds."""
    return TOTPDevice(user=user, key=secret, digits=DIGITS).config_url


def plain(typed):
    """A code without the spaces and hyphens that make it easy to read."""
    return "".join(typed.split()).replace("-", "").lower()


@transaction.atomic
def set_up(user, secret, typed):
    """Make `secret` the second factor of `user` when the code `typed` shows that an app holds it.

    Replaces an earlier one and its recovery codes. Returns the device, or None when the code does not fit.
    """
    code = plain(typed)
    totp = TOTP(unhexlify(secret), digits=DIGITS)
    totp.time = time.time()
    if not (code.isdecimal() and len(code) == DIGITS and totp.verify(int(code), TOLERANCE)):
        return None
    remove(user)
    # last_t: the code that was just shown opens no door any more.
    return TOTPDevice.objects.create(
        user=user, key=secret, name="app", digits=DIGITS, tolerance=TOLERANCE, last_t=totp.t()
    )


@transaction.atomic
def check(user, typed):
    """Whether the code `typed` (of the app, or a recovery code) is right.

    Returns (device, seconds): the device that took it and 0, or None and how long to wait before the next try. The
    wait doubles with each wrong code (1 s, 2 s, 4 s…); a code typed before it is over is not looked at.
    """
    code = plain(typed)
    model = TOTPDevice if code.isdecimal() and len(code) == DIGITS else StaticDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None, 0
    if device.verify_token(code):
        return device, 0
    _allowed, why = device.verify_is_allowed()
    return None, math.ceil((why["locked_until"] - timezone.now()).total_seconds()) if why else 0


@transaction.atomic
def new_recovery_codes(user):
    """Ten new recovery codes for `user`, each good for one sign-in; those of before stop working."""
    device, _created = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user):
    """How many recovery codes `user` has not used yet."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


@transaction.atomic
def remove(user):
    """Take second factor and recovery codes away from `user`. Returns how many devices there were."""
    found = [*TOTPDevice.objects.filter(user=user), *StaticDevice.objects.filter(user=user)]
    for device in found:
        device.delete()
    return len(found)
