"""Does a document seem to tell events to programs? By a look at its bytes, before anybody reads it; pure."""

_XML = (
    *(b"urn:ietf:params:xml:ns:icalendar-2.0", b"urn:ietf:params:xml:ns:xcal", b"draft-ietf-calsch-many-xcal"),
    *(b"http://purl.org/rss/1.0/modules/event/", b"<vevent"),
)
_OF_PAGES = (b"h-event", b"vevent")
_START = 20_000  # bytes in which a document names its dialects


def is_xml_of_events(body: bytes) -> bool:
    """Say whether an XML document seems to tell when something is held.

    >>> is_xml_of_events(b'<rss xmlns:ev="http://purl.org/rss/1.0/modules/event/">'), is_xml_of_events(b"<rss>")
    (True, False)
    """
    start = body[:_START].lower()
    return b"<html" not in start and any(mark in start for mark in _XML)


def tells_events(body: bytes) -> bool:
    """Say whether a page may tell events: quick, and sometimes wrong.

    >>> tells_events(b'<div class="h-event">'), tells_events(b'"@context": "https://schema.org", "@type": "Event"')
    (True, True)
    >>> tells_events(b"<p>Our events</p>")
    False
    """
    return any(mark in body for mark in _OF_PAGES) or (b"schema.org" in body and b"Event" in body)
