"""How do the plain words of the town's writers become HTML? A very little Markdown."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape

_BLANK = re.compile(r"\n\s*\n")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRESS = re.compile(r"\*([^*\n]+)\*")
_DAY = re.compile(r"\{([+-]\d+|0)\}")


def html(text: str, address: Callable[[str], str]) -> str:
    """Turn paragraphs, lists, quotes, links and images into HTML; *address* finds what a link's target means.

    >>> html("See [the notice](notice) & *act*.", lambda target: f"/{target}")
    '<p>See <a href="/notice">the notice</a> &amp; <em>act</em>.</p>'
    """
    return "\n".join(_block(block, address) for block in _BLANK.split(text))


def first_words(text: str) -> str:
    r"""Return the first paragraph without its markup.

    >>> first_words("![A heron](/heron.svg)\n\nSee [the notice](notice) *now*.\n\nMore.")
    'See the notice now.'
    """
    for block in _BLANK.split(text):
        words = " ".join(_STRESS.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", block))).split())
        if words and not words.startswith(("<", "- ")):
            return words.removeprefix("> ")
    return ""


def image(text: str) -> tuple[str, str] | None:
    """Return the target and the alternative words of the first image, if there is one."""
    found = _IMAGE.search(text)
    return (found[2], found[1]) if found else None


def dated(text: str, wall: datetime) -> str:
    """Put days and times, counted from *wall*, where the writer left room for them.

    >>> dated("From {+2} at {time}.", datetime(2025, 6, 1, 9, 5))
    'From Tuesday 3 June at 09:05.'
    """

    def day(found: re.Match[str]) -> str:
        meant = wall + timedelta(days=int(found[1]))
        return f"{meant:%A} {meant.day} {meant:%B}"

    return _DAY.sub(day, text).replace("{time}", f"{wall:%H:%M}")


def _block(block: str, address: Callable[[str], str]) -> str:
    if block.startswith("<"):  # written as HTML by hand
        return block
    lines = block.split("\n")
    if block.startswith("- "):
        return "<ul>" + "".join(f"<li>{_inline(line[2:], address)}</li>" for line in lines) + "</ul>"
    if block.startswith("> "):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines), address)}</p></blockquote>"
    return f"<p>{_inline(' '.join(lines), address)}</p>"


def _inline(text: str, address: Callable[[str], str]) -> str:
    def img(found: re.Match[str]) -> str:
        words = found[1].replace('"', "&quot;")
        return f'<img src="{escape(address(found[2]))}" alt="{words}" width="640" height="400">'

    def link(found: re.Match[str]) -> str:
        return f'<a href="{escape(address(found[2]))}">{found[1]}</a>'

    return _STRESS.sub(r"<em>\1</em>", _LINK.sub(link, _IMAGE.sub(img, escape(text, quote=False))))
