"""From a draft nothing of which can be trusted to an entry that can be stored and shown."""

import re
from datetime import UTC, datetime
from html import unescape

from hub.aggregate.reading.dates import believable, moment
from hub.aggregate.reading.document import Attachment, Entry
from hub.aggregate.reading.draft import Draft, Head, Words
from hub.aggregate.reading.languages import told_or_seen
from hub.aggregate.reading.lasting import seconds
from hub.kit import markup, text
from hub.kit.sentences import LONGEST as LONGEST_SUMMARY
from hub.kit.sentences import opening

LONGEST_TITLE = 500
LONGEST_TEXT = 20_000
LONGEST_NAME = 200
A_START = 100  # of a summary, enough to know it for the body's own beginning
MOST_LABELS = 50
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)
LONGEST_LABEL = 100

_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
# Nobody means these; they are signs of Windows in a document that claims otherwise.
_CONTROL = re.compile("[\x80-\x9f]")
_CONTROLS = {point: bytes([point]).decode("windows-1252", "replace") for point in range(0x80, 0xA0)}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_PICTURE = re.compile("<img", re.IGNORECASE)
_RUN = re.compile(r"[^\s<>(),;]+")


def entry(draft: Draft, *, guid: str, digest: bytes, head: Head, now: datetime = _NEVER) -> Entry:
    """Clean *draft* and fill its gaps from *head*; a date long before or after *now* is none."""
    body = body_of(draft)
    html, words = _body(body, draft.link)
    short = _words(draft.summary) if draft.summary and draft.content and draft.content.text else ""
    # What stands for a picture is no part of the sentence beside it; search may find it, a summary must not say it.
    told = short or (markup.prose(body.text) if body.is_html and _PICTURE.search(body.text) else words)
    lat, lon = _place(draft.point)
    published, updated = (believable(moment(raw), now) for raw in (draft.published, draft.updated))
    summary = text.storable(opening(told[: 2 * LONGEST_SUMMARY]))
    named = title(draft.title)
    return Entry(
        guid=guid,
        title=named,
        link=draft.link,
        author=name(draft.author) or name(head.author),
        published_raw=text.storable(text.visible(draft.published or draft.updated))[:LONGEST_NAME],
        published_at=published or updated,
        updated_at=updated,
        summary=summary,
        html=html,
        text=all_words(words, summary),
        labels=labels(draft.labels),
        attachments=_attachments(draft, html) if draft.attachments else (),
        lat=lat,
        lon=lon,
        language=told_or_seen(language(draft.language or head.language), f"{named} {summary}"),
        licence=_plain(draft.licence or head.licence)[:LONGEST_SUMMARY],
        digest=digest,
    )


def all_words(body: str, summary: str) -> text.Folded:
    """Return what phrases are looked for in and search finds: the words of the body, and of a summary that adds some.

    It takes what is stored of an item, so that whatever is derived from it can be derived again.
    """
    adds = summary.removesuffix("…")[:A_START] not in body
    return text.words(f"{body[:LONGEST_TEXT]} {summary}" if adds else body[:LONGEST_TEXT])


def body_of(draft: Draft) -> Words:
    """Return what an entry has to say: its content, else its summary, in the letters that were meant."""
    body = draft.content if draft.content and draft.content.text else draft.summary or Words()
    return Words(_written(body.text[: markup.LONGEST]), body.is_html, body.base)


def title(words: Words | None) -> str:
    """Return a title as plain words; what is escaped twice is read twice."""
    if words is None:
        return ""
    plain = _words(words)
    if words.is_html and "&" in plain:
        plain = " ".join(unescape(plain).split())
    plain = text.storable(plain)
    return plain if len(plain) <= LONGEST_TITLE else text.excerpt(plain, LONGEST_TITLE)


def name(author: str) -> str:
    """Return the name in *author* without a mail address: nobody asked for it to be spread.

    >>> name("ada@example.org (Ada Lovelace)")
    'Ada Lovelace'
    >>> name("nobody@localhost (Camera club)"), name("@ada")
    ('Camera club', '@ada')
    """
    plain = _plain(author)
    if "@" in plain:
        plain = _RUN.sub(_unless_address, plain).replace("()", "").replace("<>", "").strip(" ,;<>")
        if plain.startswith("(") and plain.endswith(")"):
            plain = plain[1:-1]
    return plain[:LONGEST_NAME].strip()


def _unless_address(run: re.Match[str]) -> str:
    return "" if "@" in run[0].strip("@") else run[0]


def labels(said: list[str]) -> tuple[str, ...]:
    """Return the labels as written, each once, in their order."""
    plain = (_plain(label)[:LONGEST_LABEL].strip() for label in said)
    return tuple(dict.fromkeys(label for label in plain if label))[:MOST_LABELS]


def language(said: str) -> str:
    """Return a language tag in lower case, or nothing when it is none.

    >>> language("en_GB")
    'en-gb'
    """
    tag = said.strip().replace("_", "-").lower()
    return tag if _LANGUAGE.fullmatch(tag) else ""


def _body(body: Words, link: str) -> tuple[str, str]:
    """Return the cleaned HTML of *body* and its words."""
    raw = body.text
    if not body.is_html:
        return str(markup.paragraphs(raw)), text.squeeze(text.visible(raw))
    if "<" not in raw and "\n" in raw:  # words typed into a description, line by line
        return str(markup.paragraphs(unescape(raw))), markup.plain(raw)
    html = str(markup.clean(raw, base=body.base or link))
    return html, markup.plain(html)


def _written(raw: str) -> str:
    """Return *raw* as it was meant, when someone took its UTF-8 for another encoding and encoded it once more."""
    if raw.isascii():
        return raw
    for encoding in ("latin-1", "windows-1252") if _TWICE.search(raw) else ():
        try:
            return raw.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return raw.translate(_CONTROLS) if _CONTROL.search(raw) else raw


def _words(words: Words) -> str:
    raw = _written(words.text[: markup.LONGEST])
    return markup.plain(raw) if words.is_html else text.squeeze(text.visible(raw))


def _plain(raw: str) -> str:
    return text.storable(markup.plain(_written(raw)))


def _attachments(draft: Draft, html: str) -> tuple[Attachment, ...]:
    """Return what came with an entry; the time a podcast gives its episode is that of the only sound in it."""
    lasts = seconds(draft.lasts) if len(draft.attachments) == 1 else None
    return tuple(_attachment(part, html, lasts) for part in draft.attachments)


def _attachment(part: Attachment, html: str, lasts: int | None) -> Attachment:
    kind, words = _plain(part.media_type), _plain(part.words)[:LONGEST_TITLE]
    return Attachment(
        part.url,
        kind,
        part.length,
        _plain(part.title)[:LONGEST_TITLE],
        part.seconds or (None if kind.startswith("image") else lasts),
        words or (markup.said_of_picture(html, part.url)[:LONGEST_TITLE] if "<a " in html else ""),
    )


def _place(point: tuple[str, str] | None) -> tuple[float | None, float | None]:
    if point is None:
        return None, None
    try:
        lat, lon = float(point[0]), float(point[1])
    except ValueError:
        return None, None
    on_earth = -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0, 0)  # noqa: PLR2004 - degrees
    return (lat, lon) if on_earth else (None, None)
