"""How is a noticeboard read aloud, or on the barest screen? As plain text, at most eighty columns wide."""

import unicodedata
from collections.abc import Iterator

from hub.kit.text import storable
from hub.site.sheets.noticeboard import Meeting, Notice, Sheet
from hub.site.sheets.sheetwords import SheetWords

COLUMNS = 80


def text(sheet: Sheet, words: SheetWords) -> str:
    """Write *sheet* as lines of text, each heading underlined, with a line break at its end.

    Whoever wrote a word of it, no control sign is left that a terminal would obey.
    """
    return storable("\n".join(_lines(sheet, words)) + "\n")


def wrapped(paragraph: str, indent: str = "") -> list[str]:
    """Break *paragraph* into lines of at most eighty columns, *indent* in front of each; none where it has no word.

    >>> [len(line) for line in wrapped("東" * 41)]
    [40, 1]
    """
    room = COLUMNS - len(indent)
    lines = [""]
    for word in paragraph.split():
        if lines[-1] and columns(lines[-1]) + 1 + columns(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _cut(word, room)
    return [indent + line for line in lines if line]


def columns(words: str) -> int:
    r"""Count the columns *words* take: East Asian signs take two, marks upon a letter none.

    >>> columns("Łódź"), columns("東京"), columns("e\u0301")
    (4, 4, 1)
    """
    return sum(map(_columns_of, words))


def _lines(sheet: Sheet, words: SheetWords) -> Iterator[str]:
    yield from _heading(f"{words.board}: {sheet.place}", "=")
    yield from wrapped(words.week)
    yield from ("", *_heading(words.coming, "-"))
    yield from _meetings(sheet, words)
    yield from ("", *_heading(words.said, "-"))
    yield from wrapped(words.how if sheet.notices else words.nothing_said)
    for notice in sheet.notices:
        yield from _notice(notice)
    if sheet.tags:
        yield from ("", *_heading(words.tags, "-"), *wrapped(", ".join(sheet.tags)))
    yield from ("", *_heading(words.join, "-"), *wrapped(words.where), *wrapped(sheet.url), *wrapped(words.library))
    for sentence in (words.write, words.sources, words.yours, words.made):
        yield from ("", *wrapped(sentence)) if sentence else ()


def _heading(words: str, line: str) -> Iterator[str]:
    lines = wrapped(words)
    yield from lines
    yield line * max(map(columns, lines), default=1)


def _meetings(sheet: Sheet, words: SheetWords) -> Iterator[str]:
    yield from wrapped(words.ahead if sheet.days else words.nothing_coming)
    for day in sheet.days:
        yield from ("", *wrapped(day.name))
        for meeting in day.meetings:
            yield from wrapped(_spoken(meeting, words), "  ")
    if words.more:
        yield from ("", *wrapped(words.more))


def _spoken(meeting: Meeting, words: SheetWords) -> str:
    said = (meeting.hours, meeting.title, meeting.location, meeting.repeats)
    line = ", ".join(filter(None, said)) + "."
    return f"{words.cancelled}: {line}" if meeting.cancelled else line


def _notice(notice: Notice) -> Iterator[str]:
    yield from ("", *wrapped(notice.title))
    yield from wrapped(notice.words, "  ")
    yield from wrapped(f"{notice.source}, {notice.day}. {notice.address}", "  ")


def _cut(word: str, room: int) -> list[str]:
    """Cut what is longer than a line."""
    pieces = [""]
    for sign in word:
        if columns(pieces[-1]) + _columns_of(sign) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _columns_of(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
