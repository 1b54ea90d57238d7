"""What does a safety document ask, and how does it read? In the language spoken now."""

from collections.abc import Iterator, Mapping

from hub.duties import forgetting
from hub.people.helping.drafting import draft, written
from hub.people.helping.safety import QUESTIONS, RESPONSIBLE, Facts, Kind, Question
from hub.site import words

LANGUAGE = "language"  # under which it is kept with the answers, in which one a document was published


def asked(kind: Kind) -> Iterator[Question]:
    """Yield the questions in words of one document."""
    yield from QUESTIONS[kind]
    yield RESPONSIBLE


def body(kind: Kind, answers: Mapping[str, str], facts: Facts) -> str:
    """Write a document in the language spoken now."""
    lines = draft(kind, answers, facts, forgetting.kept())
    return written((style, words.said(line)) for style, line in lines)
