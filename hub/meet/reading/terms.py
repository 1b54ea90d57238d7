"""Is a meetup free, for children, step-free, or online? By the words its publisher wrote, English and Welsh; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from hub.kit.text import excerpt
from hub.kit.urls import absolute, bare_host, host

LONGEST_PRICE = 200
MOST_WORDS = 5_000  # characters that are looked at
LARGEST_PRICE = 500  # pounds: of more it is told what was raised, spent or won

_CLAUSE = re.compile(r"[.!?;:•|](?=\s|\Z)|[\n\r]+|\s[–—-]\s")
_MONEY = re.compile(r"[£€]\s?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d\d?))?(?![\d])|(?<![\w£€.])(\d{1,3})p\b")
_NO_PRICE = re.compile(
    r"\b(?:rais(?:e|ed|es|ing)|fund(?:ed|ing|s)?|grants?|target|worth|prizes?|win|won|cost us|budget|codi|gwobr)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:parking|raffle|refreshments|teas?|coffee|cakes?|programmes?|lunch|snacks|parcio|paned|lluniaeth)\W+"
    r"(?:(?:is|are|from|at|for|costs?|available)\W+){0,2}[£€]|[£€]\s?[\d.]+\s+(?:for\s+)?(?:parking|raffle|deposit)",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:donations?|pay what you|pay as you|suggested|rhodd(?:ion)?|talwch)\b", re.IGNORECASE)

_EVENTS = (
    r"entry|admission|event|tickets?|sessions?|workshops?|class(?:es)?|concerts?|walks?|talks?|activit(?:y|ies)|"
    r"drop-?in|courses?|taster|club|fun|exhibition|performance|screening|lesson|lecture|tour|to\s+(?:attend|all|enter|come|join)|"
    r"of\s+charge|but\s+please\s+book|(?:and\s+)?open\s+to\s+all"
)
# A word or two may stand between: “free guided walk”. What is only eaten, parked or surfed for nothing is no entry.
_FREE = re.compile(
    rf"(?<![\w-])(?<!feel )free\s+"
    rf"(?:(?!for\b|from\b|to\b|parking|wi-?fi|tea\b|coffee|cake|food|drinks?|lunch|refreshments)"
    rf"[\w-]+\s+){{0,2}}?(?:{_EVENTS})\b"
    r"|\b(?:entry|entrance|admission|tickets?|cost|price|event|it|this|everything|all)(?:\s+is|\s+are|’s|'s)?\s*[:=–-]?\s*(?:completely\s+|always\s+)?free\b"
    r"(?!\s+(?:for|to\s+(?:members|under|children|students|carers)|parking|wi-?fi|tea|coffee|cake|food|drink|range|from))"
    r"|\bno\s+(?:entry\s+|admission\s+)?(?:charge|fee)\b|\bfree\s*[!*]"
    r"|\b(?:mynediad|digwyddiad|sesiwn|sesiynau|tocynnau?|gweithdy|dosbarth|cyngerdd|taith)(?:\s+\w+)?\s+(?:yn\s+)?(?:rhad\s+ac\s+)?am\s+ddim\b"
    r"|\brhad\s+ac\s+am\s+ddim\b|\bdi-?d[aâ]l\b",
    re.IGNORECASE,
)
_MAY_BE_FREE = re.compile(r"free|ddim|charge|fee|di-?d[aâ]l|£\s?0", re.IGNORECASE)  # a quick look at most events
_FREE_ALONE = re.compile(r"(?:(?:rhad ac )?am ddim|free|free entry|free admission)\W*", re.IGNORECASE)
# “Free, bring your own wood”, “Tuesdays at ten, free”: alone between commas, and nothing is said of what else is free.
_FREE_APART = re.compile(
    r"(?:\A|,\s*)(?:free|rhad ac am ddim|am ddim)\s*"
    r"(?:\Z|,(?![^,]*\b(?:parking|wi-?fi|tea|coffee|cakes?|food|drinks?|lunch|parcio)\b))",
    re.IGNORECASE,
)
_SOME_FREE = re.compile(
    r"\s*(?:for|to|i)\s+(?:(?:all|the|our)\s+)?(?:members?|under|over|children|kids|students|carers|accompan|those|blant|aelodau|\d)",
    re.IGNORECASE,
)
_NOT = r"(?:not|no|non|never|isn[’']t|without|cannot|nid|nad|dim|ddim)"
_NEGATED = re.compile(rf"\b{_NOT}(?:\W+[\w’']+){{0,3}}\W*\Z", re.IGNORECASE)

_ADULTS = re.compile(
    r"\b(?:adults?|over[\s-]?1[68]s?|18\s?\+)\s+only\b|\bover[\s-]?1[68]s?\b(?!\s*£)|\b(?:1[68])\s?\+(?!\d)|"
    r"\bno\s+(?:children|kids|under[\s-]?1[68]s?)\b|\boedolion\s+yn\s+unig\b|\bdim\s+plant\b|\bstrictly\s+over",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    r"\bfamil(?:y|ies)[\s-]friendly\b|\b(?:child|kid|dementia\s+and\s+child)[\s-]friendly\b|\bfamilies\b|\b(?:whole|all\s+the)\s+family\b"
    r"|\bfamily\s+(?:fun|days?|event|workshops?|disco|film|concert|session|activit|entertainment|craft|show|picnic|trail|learning)"
    r"|\b(?:children|kids|toddlers|babies)(?:\s+(?:are|and\s+(?:adults|parents|families|grown-ups)))?\s+(?:\w+\s+)?welcome\b"
    r"|\b(?:for|with|bring)\s+(?:(?:the|your|all|young|younger|older|pre-?school|primary|school-age)\s+){0,2}(?:children|kids|toddlers|babies|little\s+ones)\b"
    r"|\b(?:children|kids)[’']?s?[’']?\s+(?:activit|workshop|craft|event|party|theatre|disco|stor|entertainment|club|show|trail|corner|film|games)"
    r"|\bage[sd]?\s+\d{1,2}\s*(?:to|-|–)\s*1?\d\b|\bunder[\s-]?(?:[3-9]|1[0-6])[’']?s\b|\ball\s+ages\b|\btoddlers?\b"
    r"|\b(?:story|rhyme|bounce\s+and\s+rhyme|wiggle)[\s-]?time\b|\bmessy\s+play\b"
    r"|\bdeuluoedd\b|\bteulu(?:oedd|ol)?\b|\b(?:i\s+blant|(?:a|â|gyda)\s+phlant)\b|\bplant\s+(?:bach|yn\s+unig)\b|\bbabanod\b",
    re.IGNORECASE,
)

_STEPS = re.compile(
    r"\bstep[\s-]free\b|\bwheel-?chair[\s-]+(?:access(?:ible)?|friendly|users?)\b(?!\s+(?:toilets?|loos?|parking))|\blevel\s+access\b"
    r"|\b(?:fully|all|full)[\s-]+accessible\b|\bramped?\s+access\b|\baccessible\s+venue\b|\bvenue\s+is\s+(?:fully\s+)?accessible\b"
    r"|\bdisabled\s+access\b(?!\s+(?:toilets?|parking))|\bmynediad\s+(?:gwastad|i\s+gadeiriau\s+olwyn|i['’]?r\s+anabl)\b"
    r"|\bhygyrch\s+i\s+gadeiriau\s+olwyn\b|\b(?:di-?risiau|heb\s+risiau)\b",
    re.IGNORECASE,
)
_STAIRS = re.compile(
    r"\b(?:up|climb|via|by)\s+(?:\w+\s+){0,3}(?:stairs|flights?\s+of)\b|\bno\s+lift\b|\bstairs\s+only\b|\bstep[\s-]free(?:\s+access)?\s*:\s*no\b"
    r"|\binaccessible\b|\bdim\s+lifft\b",
    re.IGNORECASE,
)

_ROOMS = (
    *("zoom.us", "zoomgov.com", "teams.microsoft.com", "teams.live.com", "meet.google.com", "meet.jit.si"),
    *("whereby.com", "webex.com", "gotomeeting.com", "gotomeet.me", "gotowebinar.com", "bigbluebutton.org"),
)
_ROOM = re.compile(r"zoom|teams|meet|whereby|webex|goto|bluebutton", re.IGNORECASE)  # stands in each of them
_LINK = re.compile(r"https?://[^\s<>\"'\\]{4,500}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"'\\]{4,500}", re.IGNORECASE)
_OF_A_MAP = re.compile(  # leads to a place after all
    r"(?:https?://)?(?:www\.)?(?:maps\.|goo\.gl/maps|google\.[a-z.]{2,6}/maps|bing\.com/maps|openstreetmap\.|osm\.org|what3words\.|w3w\.co)",
    re.IGNORECASE,
)
# Pages there announce a meetup, and are no room.
_ANNOUNCING = frozenset({"facebook.com", "m.facebook.com", "fb.me", "eventbrite.com", "eventbrite.co.uk", "meetup.com"})
_ONLINE = re.compile(
    r"\b(?:online|virtual|zoom)\s+(?:event|only|meeting|session|talk|workshop|webinar|class|course|lecture|call)s?\b|\bwebinar\b"
    r"|\b(?:via|over|on|by|join\s+us\s+on|through)\s+(?:zoom|(?:microsoft\s+|ms\s+)?teams|google\s+meet|skype|webex)\b"
    r"|\b(?:held|takes?\s+place|meets?|meeting|join(?:\s+us)?|attend|live|in[\s-]person\s+(?:and|or|&))\s+online\b|\bhybrid\s+(?:event|meeting|session)\b"
    r"|\blive-?stream(?:ed)?\b|\b(?:dros|ar)\s+zoom\b|\b(?:digwyddiad|cyfarfod|sesiwn|gweithdy)\s+(?:rhithiol|ar-lein)\b",
    re.IGNORECASE,
)
_ONLINE_PLACE = re.compile(
    r"(?:online|on-line|virtual(?:ly)?|zoom|via zoom|webinar|(?:microsoft )?teams(?: meeting)?|google meet|internet"
    r"|ar-lein)"
    r"(?:\s+(?:only|event|meeting))?\W*",
    re.IGNORECASE,
)
# One of these stands in whatever a pattern finds: most events say nothing of the kind, and that is told in a tenth of
# the time that the pattern takes.
_STEMS = {
    _ADULTS: ("adult", "over", "18", "16", "child", "kid", "under", "oedolion", "plant"),
    _CHILDREN: (
        *("famil", "child", "kid", "toddler", "babies", "baban", "little", "age", "under", "time"),
        *("messy", "eulu", "blant", "phlant", "plant"),
    ),
    _STEPS: ("step", "wheel", "level", "accessible", "ramp", "disabled", "mynediad", "hygyrch", "risiau"),
    _STAIRS: ("stair", "flight", "lift", "lifft", "step", "inaccessible"),
    _ONLINE: (
        *("online", "virtual", "zoom", "webinar", "teams", "google", "skype", "webex", "hybrid", "stream"),
        *("rhithiol", "lein"),
    ),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms one takes part, as far as words tell; None where they say nothing."""

    price: str = ""
    free: bool | None = None
    children: bool | None = None
    step_free: bool | None = None
    online: bool | None = None
    online_url: str = ""


def terms_of(
    title: str, text: str = "", location: str = "", labels: Sequence[str] = (), links: Sequence[str] = ()
) -> Terms:
    """Return on what terms one takes part in an event called *title*, by what its publisher wrote.

    >>> terms_of("Quiz", "£3, families welcome. Step-free.").price
    '£3, families welcome'
    >>> terms_of("Fair", "Free entry. Free parking. Not step-free.").free, terms_of("Fair", "Free parking").free
    (True, None)
    """
    said = "\n".join((title, text, location, *labels))[:MOST_WORDS]
    stems = _folded(said)
    names_money, may_be_free = _MONEY.search(said) is not None, _MAY_BE_FREE.search(said) is not None
    clauses = _clauses(said) if names_money or may_be_free else []
    price, costs = _price(clauses) if names_money else ("", False)
    online_url = joined_at(location, links) or next(
        (url for each in (location, text, *links) if (url := meeting_link(each))), ""
    )
    return Terms(
        price=excerpt(price, LONGEST_PRICE),
        free=_free(clauses, costs=costs) if costs or may_be_free else None,
        children=_told(said, stems, _CHILDREN, but=_ADULTS),
        step_free=_told(said, stems, _STEPS, but=_STAIRS),
        online=True if online_url or _is_online(said, stems, [location, *labels]) else None,
        online_url=online_url,
    )


def meeting_link(text: str) -> str:
    """Return the first link in *text* that leads into a meeting held online; empty where there is none.

    >>> meeting_link("Join: https://us02web.zoom.us/j/123 or ring"), meeting_link("https://zoom.example/j/1")
    ('https://us02web.zoom.us/j/123', '')
    """
    if "://" not in text or not _ROOM.search(text):  # most links lead elsewhere, which is told before each is read
        return ""
    for found in _LINK.findall(text[:MOST_WORDS]):
        url = absolute("", found.rstrip(".,;:!?)]>"))
        name = host(url)
        if any(name == room or name.endswith(f".{room}") for room in _ROOMS):
            return url
    return ""


def joined_at(location: str, links: Sequence[str] = ()) -> str:
    """Return the address at which one joins, where a location is that; empty where it may be a site alone.

    It is where it leads into a known room, where “online” stands beside it, and where it leads to a page elsewhere than
    to the hosts of *links*, by which the event is announced.

    >>> joined_at("Zoom: https://zoom.example"), joined_at("www.meet.example/abc", ["https://hall.example/quiz"])
    ('https://zoom.example', 'https://www.meet.example/abc')
    >>> joined_at("www.hall.example"), joined_at("https://hall.example/room", ["https://www.hall.example/quiz"])
    ('', '')
    """
    url = web_alone(location)
    if not url or meeting_link(url) or _beside(location):
        return url
    known = {*_ANNOUNCING, *(bare_host(each) for each in links)}
    return "" if bare_host(url) in known or not urlsplit(url).path.strip("/") else url


def web_alone(location: str) -> str:
    """Return the address of the web a location is, and nothing else but “online”; empty where it is a place, or a map.

    >>> web_alone("Zoom: https://zoom.example/j/1"), web_alone("www.hall.example")
    ('https://zoom.example/j/1', 'https://www.hall.example')
    >>> web_alone("The Barn, https://barn.example"), web_alone("https://maps.app.goo.gl/abc")
    ('', '')
    """
    found = _WEB.search(location) if "." in location else None
    if found is None or _OF_A_MAP.match(found[0]):
        return ""
    rest, url = _beside(location), found[0].rstrip(".,;:!?)]>")
    is_all = not rest or _ONLINE_PLACE.fullmatch(rest)
    return absolute("", url if "://" in url else f"https://{url}") if is_all else ""


def _beside(location: str) -> str:
    """Return what stands beside the first address of the web in a location."""
    return _WEB.sub("", location, count=1).strip(" \t\r\n:,;-–()<>")


def _price(clauses: Sequence[str]) -> tuple[str, bool]:
    """Return the clause that names a price, and whether somebody has to pay."""
    for clause in clauses:
        amounts = [_pounds(found) for found in _MONEY.finditer(clause)]
        if amounts and max(amounts) <= LARGEST_PRICE and not _NO_PRICE.search(clause) and not _ASIDE.search(clause):
            return clause, max(amounts) > 0 and not _GIVEN.search(clause)
    return "", False


def _pounds(found: re.Match[str]) -> float:
    if found[3]:
        return int(found[3]) / 100
    return float(f"{found[1].replace(',', '')}.{found[2] or 0}")


def _free(clauses: Sequence[str], *, costs: bool) -> bool | None:
    for clause in clauses:
        if _FREE_ALONE.fullmatch(clause):
            return True
        told = (*_FREE.finditer(clause), *(() if costs else _FREE_APART.finditer(clause)))
        if any(not _is_negated(clause, found) and not _SOME_FREE.match(clause, found.end()) for found in told):
            return True
        if (said := _MONEY.search(clause)) and not costs and _pounds(said) == 0:
            return True
    return False if costs else None


def _clauses(said: str) -> list[str]:
    return [clause.strip(" ,-–") for clause in _CLAUSE.split(said) if clause.strip()]


def _folded(said: str) -> str:
    """Return *said* as stems are looked for in it: whatever a pattern without cases takes for a letter is that one."""
    return said.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i").replace("İ", "i").casefold()


def _told(said: str, stems: str, pattern: re.Pattern[str], *, but: re.Pattern[str]) -> bool | None:
    """Say whether *said* says so, or that it is not so; None where it says neither. What another finds is a no."""
    return False if _may_say(but, stems) and but.search(said) else _says(pattern, said, stems)


def _may_say(pattern: re.Pattern[str], stems: str) -> bool:
    return any(stem in stems for stem in _STEMS[pattern])


def _says(pattern: re.Pattern[str], said: str, stems: str) -> bool | None:
    """Say whether *said* says so, or that it is not so; None where it says neither. A no outweighs a yes."""
    if not _may_say(pattern, stems):
        return None
    answers = {not _is_negated(said, found) for found in pattern.finditer(said)}
    return None if not answers else False not in answers


def _is_negated(said: str, found: re.Match[str]) -> bool:
    before = _CLAUSE.split(said[max(0, found.start() - 60) : found.start()])[-1]
    return _NEGATED.search(before) is not None


def _is_online(said: str, stems: str, held: Sequence[str]) -> bool:
    return any(_ONLINE_PLACE.fullmatch(each.strip()) for each in held) or _says(_ONLINE, said, stems) is True
