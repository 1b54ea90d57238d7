"""What did a feed say when it was asked once, while somebody waited? Kept nowhere."""

from dataclasses import dataclass

from hub.aggregate.reading.document import Entry
from hub.kit.saying import Saying


@dataclass(frozen=True, slots=True)
class Sample:
    """What a feed said: its title, and its posts, the newest first."""

    title: str
    language: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a feed said nothing, and what may help."""

    sentence: Saying
    mend: Saying
