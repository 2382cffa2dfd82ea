"""What a document really is, told from its content: its name and the browser's word for it prove nothing."""

import zipfile

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from partners.models import AgreementDocument

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_OF_A_PART = 1024 * 1024  # of a list of contents inside a zip; a small file can unfold into a huge one
MOST_PARTS = 2000
Kind = AgreementDocument.Kind
PICTURES = {"JPEG": Kind.JPEG, "PNG": Kind.PNG}
MACROS = ("vbaproject.bin", "basic/", "scripts/")


def kind_of(file):
    """The AgreementDocument.Kind of an uploaded file.

    Raises ValidationError, in words, when it is too large, empty, none of the kinds that are taken, or holds macros.
    """
    if not file.size:
        raise ValidationError(_("The file is empty."))
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("The file has %(size)s; at most %(most)s can be taken.")
            % {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        )
    file.seek(0)
    head = file.read(1024)
    if head.startswith(b"%PDF-"):
        kind = as_pdf(file)
    elif head.startswith(b"PK\x03\x04"):
        kind = in_zip(file)
    else:
        kind = as_picture(file)
    file.seek(0)
    if kind is None:
        raise ValidationError(_("This file is no PDF, ODT, DOCX, JPEG or PNG, whatever its name says."))
    return kind


def as_pdf(file):
    """PDF when the end of the file is there too; None when it was cut off."""
    file.seek(max(file.size - 2048, 0))
    return Kind.PDF if b"%%EOF" in file.read() else None


def in_zip(file):
    """ODT or DOCX; None for any other archive. Raises ValidationError when the document holds macros."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            names = [name.lower() for name in archive.namelist()]
            if len(names) > MOST_PARTS:
                return None
            if any(name.endswith(MACROS[0]) or name.startswith(MACROS[1:]) for name in names):
                raise ValidationError(_("The document holds macros. Save it without them, or as PDF."))
            if "mimetype" in names:
                declared = part(archive, "mimetype").decode("ascii", "replace").strip()
                is_text = declared == AgreementDocument.CONTENT_TYPES[Kind.ODT] and "content.xml" in names
                return Kind.ODT if is_text else None
            if "word/document.xml" in names and "[content_types].xml" in names:
                listed = part(archive, "[Content_Types].xml")
                return Kind.DOCX if b"wordprocessingml.document.main+xml" in listed else None
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return None
    return None


def part(archive, name):
    """The beginning of one part of an archive, at most MOST_BYTES_OF_A_PART of it."""
    with archive.open(name) as opened:
        return opened.read(MOST_BYTES_OF_A_PART)


def as_picture(file):
    """JPEG or PNG when the whole picture holds together, else None."""
    try:
        file.seek(0)
        with Image.open(file, formats=list(PICTURES)) as picture:
            kind = PICTURES[picture.format]
            picture.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return kind
