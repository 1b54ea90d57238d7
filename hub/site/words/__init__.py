"""How does the interface say it? Every word of ours goes through here, in the reader's language."""

from hub.site.words.dates import clock_time, day, full_time, hours, weekday, weekday_name, weekday_short, when
from hub.site.words.evidence import Evidence, why
from hub.site.words.kinds import kind_name
from hub.site.words.saying_so import told_by
from hub.site.words.speech import (
    LANGUAGES,
    Language,
    direction,
    foreign,
    gettext,
    language,
    ngettext,
    prefix,
    said,
    speaking,
)

__all__ = [
    "LANGUAGES",
    "Evidence",
    "Language",
    "clock_time",
    "day",
    "direction",
    "foreign",
    "full_time",
    "gettext",
    "hours",
    "kind_name",
    "language",
    "ngettext",
    "prefix",
    "said",
    "speaking",
    "told_by",
    "weekday",
    "weekday_name",
    "weekday_short",
    "when",
    "why",
]
