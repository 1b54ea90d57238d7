"""What came with an item? Sound, pictures and papers in words, never fetched."""

from babel.numbers import format_decimal

from hub.aggregate.items.cards import File
from hub.aggregate.items.rules import sort_of
from hub.site import words
from hub.site.words import gettext, ngettext

_KILOBYTE, _MEGABYTE = 1_000, 1_000_000
_MINUTE = 60


def sort_of_file(file: File) -> str:
    """Return the name of the sign a file stands under.

    >>> str(sort_of_file(File("https://a.example/1", "audio/mpeg", None, "")))
    'sound'
    """
    return sort_of(file.media_type, file.url)


def file_in_words(file: File) -> str:
    """Say what a file is: its own title or its sort, and its size where that is known.

    >>> file_in_words(File("https://a.example/1.mp3", "audio/mpeg", 12_345_678, ""))
    'Sound, MP3, 12.3 MB'
    >>> file_in_words(File("https://a.example/2", "application/x-odd", None, "Minutes of May"))
    'Minutes of May'
    """
    named = file.title or _sorts()[sort_of_file(file)]
    known = (named, "" if file.title else _format(file.media_type), _size(file.length or 0))
    return ", ".join(part for part in known if part)


def lasting_in_words(seconds: int) -> str:
    """Say how long something sounds, to the minute, as people do.

    >>> lasting_in_words(20), lasting_in_words(65), lasting_in_words(3700)
    ('less than a minute', '1 minute', '62 minutes')
    """
    minutes = round(seconds / _MINUTE)
    if seconds < _MINUTE:
        return gettext("less than a minute")
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}


def _sorts() -> dict[str, str]:
    return {
        "sound": gettext("Sound"),
        "picture": gettext("Picture"),
        "film": gettext("Film"),
        "file": gettext("File"),
    }


def _format(media_type: str) -> str:
    usual = {
        "audio/mpeg": "MP3",
        "audio/mp4": "M4A",
        "audio/x-m4a": "M4A",
        "audio/ogg": "Ogg",
        "application/pdf": "PDF",
    }
    return usual.get(media_type.lower().partition(";")[0].strip(), "")


def _size(length: int) -> str:
    # Claimed by the publisher; what is too small to matter is more likely a slip than a size.
    if length < _KILOBYTE:
        return ""
    if length < _MEGABYTE:
        return gettext("%(number)s kB") % {"number": _decimal(length / _KILOBYTE, "#,##0")}
    return gettext("%(number)s MB") % {"number": _decimal(length / _MEGABYTE, "#,##0.#")}


def _decimal(number: float, pattern: str) -> str:
    return format_decimal(number, format=pattern, locale=words.LANGUAGES[words.language()].locale)
