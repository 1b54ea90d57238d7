"""What is the printer told of a noticeboard? All of its words, as data."""

import json
from dataclasses import asdict

from hub.site.outlets import qr
from hub.site.sheets.noticeboard import Sheet
from hub.site.sheets.sheetwords import SheetWords
from hub.site.words.speech import spoken

HUB = "Local Hub"


def data(sheet: Sheet, words: SheetWords) -> str:
    """Return all the template is told of *sheet*, as JSON."""
    language, _, region = spoken().locale.partition("_")
    told = {
        "hub": HUB,
        "language": language,
        "region": region or "GB",
        "sheet": asdict(sheet) | {"address": sheet.address},
        "words": asdict(words),
        "code": qr.svg(sheet.url).decode(),
    }
    return json.dumps(told, ensure_ascii=False, default=str)
