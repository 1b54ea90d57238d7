"""Where may a text be cut so that it still reads well? At a sentence’s end where there is one, else at a word’s."""

import re

from hub.kit.text import squeeze

LONGEST = 300  # characters of an excerpt
LEAST = 120  # that whole sentences must fill, so that an excerpt says something

_TAIL = 320  # characters from the end in which a way to the rest of a post may be offered
_OFFERED = 2_000  # characters: longer is no honest offer, and each is looked for from the end of the one before
_AT_THE_END = 40
_SHORTLY = ("more", "More", "MORE", "est", "EST", "agor", "mwy", "ellach")
_OFFERS = ("e reading", "e Reading", "p reading", "p Reading", "first on", "first appeared", "first published")
_ARROW = r"[\s.…:»›→⟶>)\]]*\Z"
# What blog software puts under a post. It counts where a sentence has ended before it, and with nothing behind it:
# “Continue reading with your child” is advice, and stays.
_OFFER = re.compile(
    r"(?:\A|(?<=[.!?…。”’\"')\]]))\s*[\[(]?(?:"
    rf"(?i:(?:read|find out|learn|see|view) (?:more|the rest)(?: here)?){_ARROW}"
    rf"|(?:Continue|Keep) [Rr]eading(?: [^→»›…]{{1,160}}(?=[→»›…]))?{_ARROW}"
    rf"|Darllen(?:wch)? (?:mwy|rh?agor|ymhellach){_ARROW}"
    r"|The (?:post|article|story) .{1,200}? (?:appeared first|first appeared|was first published) on .{1,110}\Z)"
)
_CUT_OFF = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?\Z")
_WHOLE = (".", "!", "?")
_CLOSING = ("…", "...", "]", ")")  # what a text ends with that may have been cut off
_END = re.compile("[.!?؟\u06d4।。！？]+[\"'”’»)\\]」』）]*")  # noqa: RUF001 -- signs of other scripts
_NEEDS_NO_SPACE = frozenset("。！？")  # noqa: RUF001 -- theirs
_SHORT = re.compile(
    r"(?:\A|[\s(\"'“‘])(?:\w|(?:\w\.)+\w|Mrs?|Ms|Mx|Dr|Prof|Revd?|Fr|Sr|Jr|Sts?|Cllrs?|Sgt|Insp|Supt|PC|Hon|Gen|Col|Capt"
    r"|[Nn]os?|vs?|etc|approx|ca|cf|eds?|incl|Inc|Ltd|Co|nr|opp|[Tt]el|ext|vol|pp|Rd|Ave|Mt"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Weds?|Thur?s?|Fri|Sat)\Z"
)
_LONGEST_SHORT = 12  # characters before a stop that tell


def opening(text: str, limit: int = LONGEST) -> str:
    """Return how *text* begins: whole sentences where they fill enough, else whole words and “…”.

    At most *limit* characters, one space apart, and without the “Read more” that blog software adds.

    >>> opening("The bridge is shut. Buses go round by Mill Lane until May.", 30)
    'The bridge is shut. Buses go…'
    >>> opening("The bridge is shut [...] Read more »")
    'The bridge is shut…'
    """
    plain = squeeze(text)
    if len(plain) <= limit + _OFFERED:
        plain = _without_offer(plain)
    return plain if len(plain) <= limit else _without_offer(_cut(plain, limit))


def _cut(plain: str, limit: int) -> str:
    end = _last_end(plain, limit)
    if end:
        return plain[:end]
    whole, _, _ = plain[:limit].rpartition(" ")
    return (whole or plain[: limit - 1]).rstrip(" ,;:–-…") + "…"


def _last_end(plain: str, limit: int) -> int:
    """Return where the last sentence within *limit* ends; 0 where none has filled enough."""
    ends = reversed(list(_END.finditer(plain, LEAST, limit)))
    return next((found.end() for found in ends if _is_end(plain, found)), 0)


def _is_end(plain: str, stop: re.Match[str]) -> bool:
    """Say whether a sentence ends at *stop*: no small letter follows, and it shortens no word and is no ellipsis."""
    start, end = stop.span()
    if plain[start] in _NEEDS_NO_SPACE:
        return True
    if plain[end] != " " or plain[end + 1].islower():
        return False
    if plain[start] != ".":
        return True
    is_ellipsis = plain.startswith("..", start)
    return not is_ellipsis and _SHORT.search(plain, max(0, start - _LONGEST_SHORT), start) is None


def _without_offer(plain: str) -> str:
    """Return *plain* without the ways to the rest of it that stand at its end, until there is none."""
    before = None
    while plain != before:
        before = plain
        if _may_offer(plain) and (offer := _OFFER.search(plain, max(0, len(plain) - _TAIL))):
            plain = plain[: offer.start()]
        if plain.endswith(_CLOSING) and (cut := _CUT_OFF.search(plain, max(0, len(plain) - _AT_THE_END))):
            kept = plain[: cut.start()]
            plain = kept if kept.endswith(_WHOLE) else f"{kept}…"
    return plain


def _may_offer(plain: str) -> bool:
    """Say whether it is worth looking: the words of an offer are common, and mostly mean what they say."""
    tail, end = plain[-_TAIL:], plain[-_AT_THE_END:]
    return any(sign in end for sign in _SHORTLY) or any(sign in tail for sign in _OFFERS)
