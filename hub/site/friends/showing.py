"""What stands on the page of two Digital Friends? Their work, what is asked of them, and what they can do now."""

from collections.abc import Mapping
from uuid import UUID

from hub.meet.partnerships import queries, safety
from hub.meet.partnerships.rules import GOES_ON, OVER, QUESTIONS, State, half_time, may_extend
from hub.people.persons import queries as people
from hub.site.deps import Doing
from hub.site.friends.together import AGREED, moments, today
from hub.site.kept.known import known

SCALE = tuple(str(number) for number in range(1, 6))


def shown(asked: Doing, partnership_id: UUID, person_id: UUID) -> Mapping[str, object]:
    """Return what the page of two shows to one of them; NotFound for everybody else."""
    found, side = queries.mine(asked.db, partnership_id, person_id)
    day = today(asked, found)
    answered = {each.moment: each for each in queries.checks(asked.db, found.id) if each.person_id == person_id}
    theirs = found.person_of(side.other)
    shows_address = side.other in found.addresses and found.state in GOES_ON
    return {
        "found": found,
        "side": side,
        "other": found.name_of(side.other),
        "here": known(asked.db).tree.places.get(found.place_id),
        "today": day,
        "half": half_time(found.starts_on, found.ends_on) if found.starts_on and found.ends_on else None,
        "work": queries.work(asked.db, found.id),
        "shared": queries.shared_steps(asked.db, found.place_id) if found.state in GOES_ON else (),
        "is_asked": found.state is State.ASKED,
        "goes_on": found.state in GOES_ON,
        "is_paused": found.state is State.PAUSED,
        "is_held": found.state is State.HELD,
        "is_over": found.state in OVER,
        "has_agreed": side in found.agreed,
        "agreed_words": AGREED,
        "checks": {moment: QUESTIONS[moment] for moment in moments(asked, found)},
        "reports": safety.said(asked.db, found.id, person_id),
        "answered": answered,
        "scale": SCALE,
        "may_extend": bool(found.ends_on) and may_extend(found.extended, found.ends_on or day, day),
        "wants_longer": side in found.longer,
        "shows_own": side in found.addresses,
        "their_address": people.person(asked.db, theirs).email if theirs and shows_address else "",
    }
