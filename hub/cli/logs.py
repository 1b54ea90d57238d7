"""Log lines: plain text for people, JSON for machines, always on standard error."""

import logging
import sys

import structlog

from hub.settings import Settings


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
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it is when the line is written
    )
