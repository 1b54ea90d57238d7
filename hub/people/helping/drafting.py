"""How does a safety document read? Made of answers and facts, as headings, paragraphs and lists. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from hub.db.personal import Kept
from hub.kit.saying import Saying, say
from hub.people.helping.safety import ANSWER_WITHIN, HARMS, LEVELS, QUESTIONS, Facts, Kind, Level

HEADING, ITEM, PARAGRAPH = "## ", "- ", ""
Line = tuple[str, Saying | str]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document that was published: heading, list or paragraph, with its lines."""

    style: str
    lines: tuple[str, ...]


def draft(kind: Kind, answers: Mapping[str, str], facts: Facts, kept: Sequence[Kept]) -> Iterator[Line]:
    """Yield the lines of a document, each with its style."""
    yield from _BEGINNINGS[kind](facts, answers, kept)
    for question in QUESTIONS[kind]:
        if answers.get(question.name):
            yield HEADING, question.words
            yield from ((PARAGRAPH, part) for part in answers[question.name].splitlines() if part.strip())
    yield HEADING, say("Who answers for it")
    yield PARAGRAPH, answers.get("responsible", "")
    if facts.contact:
        yield PARAGRAPH, say("Write to: %(contact)s", contact=facts.contact)


def blocks(body: str) -> Sequence[Block]:
    r"""Return a published body as what a page is made of.

    >>> [(block.style, block.lines) for block in blocks("## Who\n\nAda.\n\n- one\n- two\n")]
    [('## ', ('Who',)), ('', ('Ada.',)), ('- ', ('one', 'two'))]
    """
    told = [(_style(line), line) for line in body.splitlines() if line.strip()]
    found = []
    for style, lines in groupby(told, key=lambda each: each[0]):
        words = tuple(line.removeprefix(style) for _, line in lines)
        found += [Block(style, words)] if style == ITEM else [Block(style, (each,)) for each in words]
    return found


def written(lines: Iterable[tuple[str, str]]) -> str:
    """Write lines, said already, in Markdown’s plainest form."""
    return "".join(f"{style}{words.strip()}\n{'' if style == ITEM else chr(10)}" for style, words in lines)


def _style(line: str) -> str:
    return next((style for style in (HEADING, ITEM) if line.startswith(style)), PARAGRAPH)


def _risks(facts: Facts, answers: Mapping[str, str], _kept: Sequence[Kept]) -> Iterator[Line]:
    yield HEADING, say("How this hub works")
    yield from ((ITEM, line) for line in facts.lines())
    yield HEADING, say("How likely each kind of illegal content is here")
    for name, what in HARMS.items():
        level = Level(answers[name]) if answers.get(name) in set(Level) else None
        yield ITEM, say("%(what)s: %(level)s", what=what, level=LEVELS[level] if level else "–")


def _children(facts: Facts, _answers: Mapping[str, str], _kept: Sequence[Kept]) -> Iterator[Line]:
    yield HEADING, say("How this hub works")
    yield from ((ITEM, line) for line in facts.lines())
    yield ITEM, say("Nobody is asked how old they are; everything can be read without an account.")


def _terms(_facts: Facts, _answers: Mapping[str, str], _kept: Sequence[Kept]) -> Iterator[Line]:
    yield HEADING, say("Whose words these are")
    yield (
        PARAGRAPH,
        say(
            "Every item belongs to whoever published it, under the licence named beside it; where none is named, all"
            " rights are its author’s. We show excerpts and lead you there."
        ),
    )
    yield HEADING, say("What you may not put here")
    yield (
        PARAGRAPH,
        say(
            "Nothing that breaks the law: no threats, no hate, no fraud, nothing about terrorism, drugs or weapons for"
            " sale, nothing that exploits anybody, and above all no child. Nothing private about others, no"
            " advertising, nothing you made up to harm."
        ),
    )
    yield HEADING, say("What we do about it")
    yield (
        PARAGRAPH,
        say(
            "Anybody can report anything with the link beside it. Moderators take down what breaks the law as soon as"
            " they know of it, and choose the least that helps: a label, reading first, hiding, removing."
        ),
    )
    yield (
        PARAGRAPH,
        say("Both sides are told why. Whoever thinks that we are wrong asks for a second look by somebody else."),
    )
    yield HEADING, say("If you want to complain")
    days = say("Anybody can complain, without an account; we answer within %(days)s days.", days=ANSWER_WITHIN.days)
    yield PARAGRAPH, days


def _privacy(_facts: Facts, _answers: Mapping[str, str], kept: Sequence[Kept]) -> Iterator[Line]:
    yield HEADING, say("Reading")
    yield (
        PARAGRAPH,
        say(
            "You can read everything without an account. Visitors get no cookie; nothing is loaded from other sites"
            " but sound they ask to hear; what you read is not recorded. No other company gets anything from us."
        ),
    )
    yield HEADING, say("Taking part")
    yield (
        PARAGRAPH,
        say(
            "Who signs in gets one cookie, without which nobody could stay signed in. We keep what you send us, and"
            " your e-mail address to confirm that it was you. Mail from us does not tell us whether you read it."
        ),
    )
    yield HEADING, say("How long we keep what, and why")
    for each in kept:
        yield ITEM, say("%(what)s: %(long)s. %(why)s", what=each.what, long=how_long(each), why=each.why)
    yield HEADING, say("What you can ask of us")
    yield (
        PARAGRAPH,
        say(
            "On your page you see everything we know about you, take it along, and have yourself erased, at any time."
            " You may complain to us, and to the Information Commissioner (ico.org.uk)."
        ),
    )


def _accessibility(_facts: Facts, _answers: Mapping[str, str], _kept: Sequence[Kept]) -> Iterator[Line]:
    yield HEADING, say("How it is made")
    yield (
        PARAGRAPH,
        say(
            "This site is meant to follow WCAG 2.2 AA. It needs no script, follows the size of letters and the colours"
            " you chose, can be used with a keyboard alone, and names its headings and regions for screen readers."
        ),
    )
    yield PARAGRAPH, say("Its pages are tested with an automatic checker. The websites we link to are run by others.")
    yield HEADING, say("If something gets in your way")
    yield PARAGRAPH, say("Tell us, and we answer within %(days)s days.", days=ANSWER_WITHIN.days)


def how_long(kept: Kept) -> Saying:
    """Say how long something is kept."""
    if kept.days is None:
        return say("no fixed time")
    if kept.days >= 365 and kept.days % 365 == 0:  # noqa: PLR2004 -- a year
        return _years(int(kept.days) // 365)
    return say("one day") if kept.days == 1 else say("%(count)s days", count=int(kept.days))


def _years(count: int) -> Saying:
    return say("one year") if count == 1 else say("%(count)s years", count=count)


_BEGINNINGS = {
    Kind.RISKS: _risks,
    Kind.CHILDREN: _children,
    Kind.TERMS: _terms,
    Kind.PRIVACY: _privacy,
    Kind.ACCESSIBILITY: _accessibility,
}
