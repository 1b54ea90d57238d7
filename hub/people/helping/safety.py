"""What does an operator have to have written down, and which questions lead there? Pure.

The questions are in plain words; what settings and tables can answer is filled in by the hub itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum

from hub.kit.saying import Saying, say

REVIEW = timedelta(days=365)  # every document is read again at least once a year
SOON = timedelta(days=30)  # before that, the desk begins to remind
ANSWER_WITHIN = timedelta(days=30)  # a complaint
LONGEST_ANSWER = 4_000  # letters


class Kind(StrEnum):
    """Which document, as its address names it."""

    RISKS = "risks"
    CHILDREN = "children"
    TERMS = "terms"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"


TITLES: Mapping[Kind, Saying] = {
    Kind.RISKS: say("Illegal content risk assessment"),
    Kind.CHILDREN: say("Children’s access assessment"),
    Kind.TERMS: say("Terms"),
    Kind.PRIVACY: say("Privacy notice"),
    Kind.ACCESSIBILITY: say("Accessibility statement"),
}


class Level(StrEnum):
    """How likely something is to be met here."""

    NEGLIGIBLE = "negligible"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


LEVELS: Mapping[Level, Saying] = {
    Level.NEGLIGIBLE: say("Negligible"),
    Level.LOW: say("Low"),
    Level.MEDIUM: say("Medium"),
    Level.HIGH: say("High"),
}
# The kinds of priority illegal content of the Online Safety Act 2023, as Ofcom groups them for the assessment.
HARMS: Mapping[str, Saying] = {
    "terrorism": say("Terrorism"),
    "abuse-of-children": say("Sexual exploitation and abuse of children"),
    "hate": say("Hate"),
    "harassment": say("Harassment, stalking, threats and abuse"),
    "controlling": say("Controlling or coercive behaviour"),
    "intimate-images": say("Intimate images shared without consent"),
    "extreme-pornography": say("Extreme pornography"),
    "sexual-exploitation": say("Sexual exploitation of adults"),
    "trafficking": say("Human trafficking"),
    "unlawful-immigration": say("Unlawful immigration"),
    "fraud": say("Fraud and financial offences"),
    "proceeds-of-crime": say("Proceeds of crime"),
    "drugs": say("Drugs and psychoactive substances"),
    "weapons": say("Firearms, knives and other weapons"),
    "suicide": say("Encouraging or assisting suicide"),
    "interference": say("Foreign interference"),
    "animals": say("Cruelty to animals"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something an operator is asked; *usual* is what most hubs would answer, there to be changed."""

    name: str
    words: Saying
    hint: Saying
    usual: Saying | None = None


RESPONSIBLE = Question(
    "responsible",
    say("Who answers for this?"),
    say("A name and what they are: “Joan Weir, clerk of the town council”. It is published."),
)
QUESTIONS: Mapping[Kind, tuple[Question, ...]] = {
    Kind.RISKS: (
        Question(
            "reasons",
            say("What makes you think so?"),
            say("What was reported so far, what you know of the place, whom you asked."),
        ),
        Question(
            "measures",
            say("What do you do about it?"),
            say("Beside what the hub does by itself, which is listed above."),
            say("Mentors look at their desk on most days. Whoever may decide takes down first and asks then."),
        ),
        Question(
            "alternatives",
            say("What did you decide against, and why?"),
            say("The law asks you to write that down too."),
            say("Nothing so far."),
        ),
    ),
    Kind.CHILDREN: (
        Question(
            "reached",
            say("Are children likely to use this hub in numbers, or is it likely to attract them?"),
            say("Think of schools, clubs and holiday activities in its news. Nobody’s age is checked here."),
        ),
        Question(
            "harm",
            say("What could harm a child here, and what do you do about it?"),
            say("There are no messages between members, no pictures from members and no profiles."),
        ),
    ),
    Kind.TERMS: (
        Question(
            "more",
            say("Is there anything of your own to add?"),
            say("You may leave this empty. It stands at the end."),
        ),
    ),
    Kind.PRIVACY: (
        Question(
            "basis",
            say("On which ground may you keep what people send you?"),
            say("Ask whoever looks after data protection at your organisation if you have one."),
            say("Legitimate interests: running a noticeboard for the place, and keeping it safe."),
        ),
        Question(
            "server",
            say("Where does the server stand, and who runs it for you?"),
            say("And how long it keeps its technical log of requests, where it keeps one."),
        ),
    ),
    Kind.ACCESSIBILITY: (
        Question(
            "tested",
            say("Who tried it out, and when?"),
            say("People who use assistive technology, best of all. Say so if nobody did."),
        ),
        Question(
            "faults",
            say("Which faults do you know of?"),
            say("And by when they are mended. Say so if you know of none."),
        ),
    ),
}
MAY_BE_EMPTY = frozenset({"more"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What settings and tables say today about all that bears on safety."""

    base_url: str
    contact: str
    is_open: bool  # may sites be registered?
    moderators: int
    mentors: int
    places: int
    sends_mail: bool

    def lines(self) -> Iterator[Saying]:
        """Yield what is so, in sentences."""
        yield say("The hub is at %(address)s. Places on it: %(places)s.", address=self.base_url, places=self.places)
        yield _registration(self)
        yield say(
            "People who decide about reports: %(moderators)s. Mentors who look after places: %(mentors)s.",
            moderators=self.moderators,
            mentors=self.mentors,
        )
        yield say("What newcomers pin up, and what leads to sites nobody knows yet, is read before it appears.")
        yield say("Members send each other no messages, upload no pictures and have no profiles.")
        yield say("Items are shown newest first. Nothing is recommended to anybody by what they read.")
        yield say("Anybody can report anything without an account; it can be taken down at once.")
        yield say("Decisions are noted with reasons in a public log, and somebody else decides about an appeal.")


def _registration(facts: Facts) -> Saying:
    if facts.is_open:
        return say("Anybody may register a site; a mentor, or the site itself, confirms it before it is shown.")
    return say("Nobody can register a site yet: a second moderator is missing.")


def canonical(answers: Mapping[str, str], facts: Facts) -> str:
    """Return what was answered and what held then, the same bytes for the same things."""
    return json.dumps({"answers": dict(answers), "facts": asdict(facts)}, ensure_ascii=False, sort_keys=True)


def answered(kept: str) -> Mapping[str, str]:
    """Return what was answered from what ``canonical`` wrote."""
    found: Mapping[str, str] = json.loads(kept).get("answers", {})
    return found


def has_changed(kept: str, facts: Facts) -> bool:
    """Say whether something that bears on safety is another thing now than when *kept* was written."""
    before = json.loads(kept).get("facts", {})
    # One person more or less changes no assessment; none, one or several does.
    return any(_sort(before.get(name)) != _sort(value) for name, value in asdict(facts).items() if name != "places")


def _sort(value: object) -> object:
    return min(value, 2) if isinstance(value, int) and not isinstance(value, bool) else value
