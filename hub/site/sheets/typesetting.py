"""How do words become paper? Typst sets them as PDF; every word goes in as data, and none is read as markup.

It runs in a killable child, so this module knows nothing of the site.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal

import typst

FOLDER = Path(__file__).parents[3] / "web" / "print"
NOTICEBOARD = FOLDER / "noticeboard.typ"
ACCESSIBLE: Literal["ua-1"] = (
    "ua-1"  # PDF/UA-1: tagged, titled, with a language, every picture in words, every letter readable
)
_NOT_ACCESSIBLE = "PDF/UA-1 error: "
_NO_LETTER = "could not be displayed"


def pdf(told: str, made: date, size: str = "") -> bytes:
    """Set the JSON *told* as the PDF of a noticeboard, dated *made*; *size* is ``large`` for large print.

    It claims PDF/UA-1 where a font at hand has every letter; else it is tagged all the same, and says what is missing.
    """
    inputs = {"sheet": told, "size": size, "lacking": ""}
    # The day, not the moment: the same sheet gives the same bytes, and who has it already is told so.
    dated = int(datetime.combine(made, time(), UTC).timestamp())
    try:
        return _set(inputs, dated, [ACCESSIBLE])
    except typst.TypstError as fault:
        if not fault.message.startswith(_NOT_ACCESSIBLE):
            raise
        lacking = "letters" if _NO_LETTER in fault.message else ""
    return _set(inputs | {"lacking": lacking}, dated, [])


def _set(inputs: dict[str, str], dated: int, standards: Sequence[Literal["ua-1"]]) -> bytes:
    made = _press().compile(
        NOTICEBOARD.read_bytes(), format="pdf", sys_inputs=inputs, pdf_standards=[*standards], timestamp=dated
    )
    return made if isinstance(made, bytes) else b"".join(made or [])


@cache
def _press() -> typst.Compiler:
    # Nothing outside this folder exists for it, packages neither. Fonts of the machine stand in for what those that
    # come with Typst (Latin, Greek, Cyrillic, Hebrew) do not have.
    return typst.Compiler(root=FOLDER, font_paths=typst.Fonts(), package_path=FOLDER, package_cache_path=FOLDER)
