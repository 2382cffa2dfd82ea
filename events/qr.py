"""QR codes as pictures of lines: for the screen, and for paper."""

import segno


def picture(text):
    """The QR code of `text` as an SVG drawing (a string) with a quiet edge; damaged by a fold it still reads."""
    return segno.make(text, error="m", micro=False).svg_inline(border=2, scale=4, omitsize=True, svgclass="qr-drawing")


def address(text):
    """The same as an address that carries the drawing itself, for an img."""
    return segno.make(text, error="m", micro=False).svg_data_uri(border=2, scale=8)
