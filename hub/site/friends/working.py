"""What do two Digital Friends do on their page? One function for each button, by its name."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from hub.errors import BadQuestion, NotFound
from hub.kit.days import day_typed
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.kit.text import visible
from hub.meet.partnerships import actions, curriculum, outcome, queries, safety
from hub.meet.partnerships.outcome import Answered
from hub.meet.partnerships.rules import (
    HIGHEST,
    LONGEST_SESSION,
    LONGEST_TITLE,
    LONGEST_WORDS,
    LOWEST,
    QUESTIONS,
    Moment,
    State,
    moments_open,
)
from hub.people.persons import actions as persons
from hub.people.persons.actions import Agreement
from hub.site.friends import letters
from hub.site.friends.together import AGREED, GONE, Together, moments
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.typed import Typed, too_long
from hub.site.unmentoring.excluding import exclude, seal_of
from hub.site.unmentoring.safeguarding import tell_safeguarding

BEFORE: Final = timedelta(days=7)  # what two logged before they began here, as a first talk


def do(at: Together, what: str) -> Typed:
    """Do what a button says; return what was typed, with what is wrong with it. NotFound for no button of ours."""
    deed = DEEDS.get(what)
    if deed is None:
        raise NotFound(GONE)
    return deed(at) or at.typed


def _agree(at: Together) -> None:
    db, found = at.doing.db, at.found
    if found.state is not State.ASKED:
        return
    words = str(AGREED)
    persons.agree(db, at.person_id, Agreement("friends", words, subject=found.id.hex), at.doing.now)
    if actions.agree(db, found.id, at.side, at.today, at.doing.now) is State.RUNNING:
        letters.begun(db, queries.partnership(db, found.id), at.doing.now)


def _decline(at: Together) -> None:
    actions.decline(at.doing.db, at.found.id, at.side)


def _pause(at: Together) -> None:
    actions.pause(at.doing.db, at.found.id)


def _resume(at: Together) -> None:
    actions.resume(at.doing.db, at.found.id)


def _longer(at: Together) -> None:
    if actions.ask_longer(at.doing.db, at.found.id, at.side, at.today):
        letters.longer(at.doing.db, queries.partnership(at.doing.db, at.found.id), at.doing.now)


def _address(at: Together) -> None:
    actions.show_address(at.doing.db, at.found.id, at.side, shown=at.typed["shown"] == "yes")


def _end(at: Together) -> Typed | None:
    if at.typed["end"] != "yes":
        return at.typed.but(end=say("Tick this if you want to end it."))
    if outcome.end(at.doing.db, at.found.id, at.doing.now, closed=_is_at_its_end(at)):
        letters.over(at.doing.db, at.found, [at.side.other], at.doing.now)
    return None


def _is_at_its_end(at: Together) -> bool:
    return bool(at.found.ends_on) and Moment.CLOSE in moments_open((at.found.starts_on, at.found.ends_on), at.today)


def _unsafe(at: Together) -> Typed | None:
    if long := too_long(at.typed["unsafe"], LONGEST_WORDS):
        return at.typed.but(unsafe=long)
    made = safety.report(at.doing.db, at.found.id, at.person_id, at.typed["unsafe"], at.doing.now)
    if other := at.found.person_of(at.side.other):
        safety.seal(at.doing.db, made, seal_of(at.doing.db, other))
        exclude(at.doing, at.person_id, other)
    here = known(at.doing.db).tree.places.get(at.found.place_id)
    desk = path("desk", "digital-friends", place=here.slug) if here else ""
    tell_safeguarding(at.doing, at.found.place_id, desk)
    return None


def _goal(at: Together) -> Typed | None:
    at.must_go_on()
    fault = _line_fault(at.typed["goal"], say("Write the goal in a few words."))
    if not fault and at.typed["goal"] in {each.words for each in queries.work(at.doing.db, at.found.id).goals}:
        fault = say("This goal is there already.")
    if fault:
        return at.typed.but(goal=fault)
    curriculum.add_goal(at.doing.db, at.found.id, at.typed["goal"], at.doing.now)
    return None


def _goal_reached(at: Together) -> None:
    at.must_go_on()
    when = at.doing.now if at.typed["done"] == "yes" else None
    _must(done=curriculum.reach_goal(at.doing.db, at.found.id, _id(at), when))


def _goal_drop(at: Together) -> None:
    at.must_go_on()
    _must(done=curriculum.drop_goal(at.doing.db, at.found.id, _id(at)))


def _session(at: Together) -> Typed | None:
    at.must_go_on()
    held_on, minutes = day_typed(at.typed["held"]), _number(at.typed["minutes"])
    wrong = {
        "held": _held_fault(at, held_on),
        "minutes": None
        if minutes and minutes <= LONGEST_SESSION
        else say("Give the minutes as a number, 720 at most."),
        "did": too_long(at.typed["did"], LONGEST_WORDS),
    }
    faults = {name: fault for name, fault in wrong.items() if fault}
    if faults or held_on is None or minutes is None:
        return at.typed.but(**faults)
    met = curriculum.Met(held_on, minutes, at.typed["did"], at.person_id)
    curriculum.log_session(at.doing.db, at.found.id, met)
    return None


def _held_fault(at: Together, held_on: date | None) -> Saying | None:
    if held_on is None or held_on > at.today:
        return say("Give a day that is not in the future.")
    early = at.found.starts_on is not None and held_on < at.found.starts_on - BEFORE
    return say("Give a day since you began.") if early else None


def _session_drop(at: Together) -> None:
    at.must_go_on()
    _must(done=curriculum.drop_session(at.doing.db, at.found.id, _id(at)))


def _check(at: Together) -> Typed | None:
    moment = next((each for each in moments(at.doing, at.found) if each == at.typed["moment"]), None)
    if moment is None:
        raise BadQuestion(say("These questions are not open now."))
    answers = {name: _number(at.typed[name]) for name in QUESTIONS[moment]}
    told = {name: said for name, said in answers.items() if said and LOWEST <= said <= HIGHEST}
    long = too_long(at.typed["said"], LONGEST_WORDS)
    if len(told) < len(answers) or long:
        missing = {name: say("Choose one.") for name in answers if name not in told}
        return at.typed.but(**missing, **({"said": long} if long else {}))
    answered = Answered(moment, told, at.typed["said"])
    outcome.answer_check(at.doing.db, at.found.id, at.person_id, answered, at.doing.now)
    return None


def _step_move(at: Together) -> None:
    at.must_go_on()
    _must(done=curriculum.move_step(at.doing.db, at.found.id, _id(at), up=at.typed["to"] == "up"))


def _step_done(at: Together) -> None:
    at.must_go_on()
    when = at.doing.now if at.typed["done"] == "yes" else None
    _must(done=curriculum.do_step(at.doing.db, at.found.id, _id(at), when))


def _homework(at: Together) -> None:
    at.must_go_on()
    when = at.doing.now if at.typed["done"] == "yes" else None
    _must(done=curriculum.do_homework(at.doing.db, at.found.id, _id(at), when))


def _quiz(at: Together) -> Typed | None:
    at.must_go_on()
    answer = _number(at.typed["answer"])
    if answer is None:
        return at.typed.but(answer=say("Choose an answer."))
    _must(done=curriculum.answer_quiz(at.doing.db, at.found.id, _id(at), answer))
    return None


def _share(at: Together) -> None:
    at.must_go_on()
    _must(done=curriculum.share_step(at.doing.db, at.found.id, _id(at), shared=at.typed["shared"] == "yes"))


def _step_drop(at: Together) -> None:
    at.must_go_on()
    _must(done=curriculum.drop_step(at.doing.db, at.found.id, _id(at)))


def _copy(at: Together) -> None:
    at.must_go_on()
    chosen = next((each for each in queries.shared_steps(at.doing.db, at.found.place_id) if each.id == _id(at)), None)
    if chosen is None:
        raise NotFound(GONE)
    written = curriculum.Written(chosen.title, chosen.words, chosen.links, chosen.homework, chosen.quiz)
    curriculum.add_step(at.doing.db, at.found.id, written)


def _id(at: Together) -> UUID:
    found = as_id(at.typed["id"])
    if found is None:
        raise NotFound(GONE)
    return found


def _must(*, done: bool) -> None:
    if not done:
        raise NotFound(GONE)


def _line_fault(text: str, missing: Saying) -> Saying | None:
    return too_long(text, LONGEST_TITLE) if visible(text) else missing


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else None  # noqa: PLR2004


DEEDS: Final[Mapping[str, Callable[[Together], Typed | None]]] = {
    "agree": _agree,
    "decline": _decline,
    "pause": _pause,
    "resume": _resume,
    "longer": _longer,
    "address": _address,
    "end": _end,
    "unsafe": _unsafe,
    "goal": _goal,
    "goal-reached": _goal_reached,
    "goal-drop": _goal_drop,
    "session": _session,
    "session-drop": _session_drop,
    "check": _check,
    "step-move": _step_move,
    "step-done": _step_done,
    "step-drop": _step_drop,
    "homework": _homework,
    "quiz": _quiz,
    "share": _share,
    "copy": _copy,
}
