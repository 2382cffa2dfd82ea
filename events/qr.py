"""QR codes as pictures, for the screen and for paper."""

import base64
import io

import segno


def address(text):
    """The QR code of `text` as an address that carries the drawing itself, for an img; a fold in it does no harm."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, scale=8, xmldecl=False)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"
