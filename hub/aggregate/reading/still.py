"""Is a document the same as last time, build dates and all such noise left aside."""

import re

import xxhash

# Where the entries begin; what stands before is the channel's own head.
_FIRST_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?(?:item|entry)\s*>", re.IGNORECASE)
_VOLATILE = re.compile(
    rb"<((?:dc:|dcterms:|atom:|a10:)?(?:lastBuildDate|pubDate|updated|modified|date))(?:\s[^<>]*)?>[^<]{0,100}</\1\s*>"
    rb"|<!--[^<>]{0,400}?-->",
    re.IGNORECASE,
)
_CALENDAR = re.compile(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE)
# When a calendar was written out, and when somebody last touched an event: nothing of either is read.
_STAMPS = re.compile(rb"^(?:DTSTAMP|LAST-MODIFIED|CREATED)[:;][^\n]*\n", re.IGNORECASE | re.MULTILINE)
_JSON = re.compile(rb"\s*\{")


def body_hash(body: bytes) -> str:
    """Return the 128-bit hash of *body* as it is, in hexadecimal."""
    return xxhash.xxh3_128_hexdigest(body)


def still_hash(body: bytes) -> str:
    """Return the hash of *body* without the channel's own dates and comments; entries count byte by byte.

    Of a calendar, the stamps of its export are left aside.
    """
    if _CALENDAR.match(body):
        return body_hash(_STAMPS.sub(b"", body))
    first = _FIRST_ENTRY.search(body)
    if first is None or _JSON.match(body):
        return body_hash(body)
    last = _last_end(body, first.start())
    hasher = xxhash.xxh3_128(_VOLATILE.sub(b"", body[: first.start()]))
    hasher.update(body[first.start() : last])
    hasher.update(_VOLATILE.sub(b"", body[last:]))
    return hasher.hexdigest()


def _last_end(body: bytes, first: int) -> int:
    """Return where the last entry ends; the channel's own elements may stand behind it."""
    # Searching from the back in growing steps: the tail is nearly always a few bytes long.
    step = 4_096
    while True:
        start = max(first, len(body) - step)
        ends = [found.end() for found in _ENTRY_END.finditer(body, start)]
        if ends:
            return ends[-1]
        if start == first:
            return len(body)
        step *= 8
