"""What stands in front of openpyxl: the file is what it says, and unpacking it cannot fill the machine."""

import zipfile

from django.utils.translation import gettext as _

from citedesmetiers.imports.table import Unreadable

MB = 1024 * 1024
MOST_BYTES = 20 * MB  # as uploaded
MOST_MEMBERS = 2_000
MOST_UNPACKED = 120 * MB
MOST_STRINGS = 40 * MB  # the table of texts, which has to be held whole
MOST_RATIO = 200  # of a part beyond a megabyte; Excel's own parts stay well below a hundred
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: the old .xls, or an encrypted .xlsx


def is_archive(file):
    """True when `file` begins like a zip archive, as every .xlsx does."""
    file.seek(0)
    return file.read(2) == b"PK"


def is_old_or_locked(file):
    file.seek(0)
    return file.read(8) == OLD_OR_LOCKED


def refuse_old_or_locked(file):
    """Raise Unreadable, saying which of the two it is."""
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in file.read(MOST_BYTES):
        raise Unreadable(_("This file is protected by a password. Save it without one, then choose it again."))
    raise Unreadable(_("This is an old .xls file. Open it and save it as .xlsx, then choose it again."))


def check(file):
    """Measure the archive before anything is unpacked. Raises Unreadable."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(
            _("This file is damaged or cut short. Open it, save it anew as .xlsx, then choose it again.")
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(_("This file is protected by a password. Save it without one, then choose it again."))
    if len(members) > MOST_MEMBERS:
        raise Unreadable(
            _("This file has %(n)s parts; %(most)s are the most. Copy the table into a new file.")
            % {"n": len(members), "most": MOST_MEMBERS}
        )
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > MB and member.file_size / packed > MOST_RATIO:
            raise too_large(member.file_size)
        if member.filename.lower().endswith("sharedstrings.xml") and member.file_size > MOST_STRINGS:
            raise too_large(member.file_size)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise too_large(unpacked)
    if "[Content_Types].xml" not in {member.filename for member in members}:
        raise Unreadable(_("This is an archive, but no Excel file. Choose an .xlsx or a .csv file."))


def too_large(size):
    return Unreadable(
        _("Unpacked, this file would take %(size)s MB, more than a table needs. Copy the table into a new file.")
        % {"size": size // MB}
    )
