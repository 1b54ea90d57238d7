"""What did somebody type into the form of a step? Its title, links, homework and quiz, and what is wrong with them."""

from collections.abc import Mapping, Sequence

from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import squeeze, visible
from hub.kit.urls import absolute
from hub.meet.partnerships.curriculum import Written
from hub.meet.partnerships.rules import (
    FEWEST_ANSWERS,
    LONGEST_ANSWER,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_ANSWERS,
    MOST_LINKS,
    Quiz,
)
from hub.meet.partnerships.values import StepView
from hub.site.typed import Typed, too_long

ANSWERS = tuple(f"answer{number}" for number in range(1, MOST_ANSWERS + 1))
LABELS: Sequence[tuple[str, Saying]] = (
    ("title", say("Step")),
    ("words", say("How to do it")),
    ("links", say("Links")),
    ("homework", say("Homework")),
    ("question", say("Question")),
    ("answer1", say("Answers")),
    ("right", say("Which answer is right")),
    ("why", say("Why it is right")),
)


def checked(typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it, field by field."""
    wrong = {
        "title": _title_fault(typed["title"]),
        "words": too_long(typed["words"], LONGEST_WORDS) or NOTHING,
        "links": _links_fault(_lines(typed["links"])),
        "homework": too_long(typed["homework"], LONGEST_WORDS) or NOTHING,
        **_quiz_faults(typed),
    }
    return typed.but(**{name: fault for name, fault in wrong.items() if fault})


def written(typed: Typed) -> Written:
    """Return the step that was typed and checked."""
    links = tuple(absolute("", line) for line in _lines(typed["links"]))
    return Written(squeeze(typed["title"]), typed["words"], links, typed["homework"], _quiz(typed))


def begun(step: StepView) -> Typed:
    """Return the form of a step as it stands; what it makes of it again is the same step."""
    quiz = step.quiz
    fields = [
        ("title", step.title),
        ("words", step.words),
        ("links", "\n".join(step.links)),
        ("homework", step.homework),
    ]
    if quiz:
        fields += [("question", quiz.question), ("right", str(quiz.right + 1)), ("why", quiz.why)]
        fields += list(zip(ANSWERS, quiz.answers, strict=False))
    return Typed(tuple(fields))


def _title_fault(title: str) -> Saying:
    if not visible(title):
        return say("Give the step a name: one small thing to do.")
    return too_long(title, LONGEST_TITLE) or NOTHING


def _links_fault(lines: Sequence[str]) -> Saying:
    if len(lines) > MOST_LINKS:
        return say("At most %(most)s links.", most=MOST_LINKS)
    if not all(absolute("", line) for line in lines):
        return say("Each line is one web address, like https://example.org/page.")
    return NOTHING


def _quiz_faults(typed: Typed) -> Mapping[str, Saying]:
    answers = [typed[name] for name in ANSWERS if visible(typed[name])]
    if not visible(typed["question"]):
        return {"question": say("Write the question, or take the answers away.")} if answers else {}
    return {
        "question": too_long(typed["question"], LONGEST_WORDS) or NOTHING,
        "answer1": _answers_fault(answers),
        "right": NOTHING if _right(typed) else say("Say which answer is the right one."),
        "why": too_long(typed["why"], LONGEST_WORDS) or NOTHING,
    }


def _answers_fault(answers: Sequence[str]) -> Saying:
    if len(answers) < FEWEST_ANSWERS:
        return say("A quiz has two answers at least.")
    too_many = any(len(answer) > LONGEST_ANSWER for answer in answers)
    return say("An answer has at most %(most)s letters.", most=LONGEST_ANSWER) if too_many else NOTHING


def _right(typed: Typed) -> str:
    """Return the field of the right answer; empty where none is chosen, or the one chosen is empty."""
    name = f"answer{typed['right']}"
    return name if name in ANSWERS and visible(typed[name]) else ""


def _quiz(typed: Typed) -> Quiz | None:
    if not visible(typed["question"]):
        return None
    names = [name for name in ANSWERS if visible(typed[name])]
    return Quiz(typed["question"], tuple(typed[name] for name in names), names.index(_right(typed)), typed["why"])


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
