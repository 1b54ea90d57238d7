"""How does a phone find an address on paper? As a QR code, drawn dark on light in every colour scheme."""

from io import BytesIO
from typing import Literal

import segno

QUIET = 4  # modules of white around it, as the standard asks
PIXELS = 12  # of a module in the picture made of pixels
INK, PAPER = "#000000", "#ffffff"


def svg(address: str) -> bytes:
    """Draw *address* as a picture of lines that scales to any size."""
    return _drawn(address, "svg", scale=1, omitsize=True, svgclass=None, lineclass=None)


def png(address: str) -> bytes:
    """Draw *address* as a picture of pixels, large enough to be printed."""
    return _drawn(address, "png", scale=PIXELS)


def _drawn(address: str, kind: Literal["svg", "png"], **how: object) -> bytes:
    # A quarter of it may be torn off or rained on (level Q) before phones fail to read it.
    code = segno.make_qr(address, error="q", boost_error=False)
    drawn = BytesIO()
    code.save(drawn, kind=kind, border=QUIET, dark=INK, light=PAPER, **how)
    return drawn.getvalue()
