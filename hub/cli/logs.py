"""Log lines: plain text for people, JSON for machines, always on standard error.

What strangers wrote stands in a log as one line of visible characters, and without what may be a key: the address of a
feed can hold somebody's password, or the token of a private calendar.
"""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict

from hub.settings import Settings

_WORDS = "exception"  # the one entry that has lines of its own
_WITH_NAME = re.compile(r"(?<=://)[^\s/@?#]{1,200}@")  # of somebody, and perhaps their password
_GIVEN = re.compile(r"(?<=[?&;])([\w.~-]{1,60}=)?[^\s&;#'\"]+")  # what an address is given, with its name or without
_ADDRESS = re.compile(r"\b[a-z][a-z+]{1,10}://[^\s'\"]{1,4000}", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def configure(settings: Settings, *, quiet: bool = False) -> None:
    """Set up logging once; *quiet* leaves only errors, for commands that report in words of their own."""
    level = logging.ERROR if quiet else logging.INFO
    # A round that takes longer than its interval is no news: the next one waits.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    colours = sys.stderr.isatty()
    as_json = settings.log_format == "json"
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=colours)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            guarded,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it is when the line is written
    )


def guarded(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Return what a line tells without keys and without characters that could make a line of their own."""
    return {name: _guarded(name, value) for name, value in event.items()}


def _guarded(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    plain = _ADDRESS.sub(_without_keys, value)
    if name == _WORDS:  # what stands in a trace is set in, so that no line of it passes for one of ours
        return "\n    ".join(map(_visible, plain.split("\n")))
    return _visible(plain)


def _without_keys(found: re.Match[str]) -> str:
    return _GIVEN.sub(lambda given: f"{given[1] or ''}…", _WITH_NAME.sub("…@", found[0]))


def _visible(text: str) -> str:
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
