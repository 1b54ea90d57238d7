"""Which events are held against each other by their looks? Those near in title, unless they are a crowd. Pure.

Twenty folk nights of one calendar on one day are a list of something else, or made to keep us busy: each would be held
against each, and which of them is meant nobody could say.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from hub.meet.merging.rules import Telling, near_titles

CROWD = 20  # events of one calendar, on one day, near in title to an event: more of them say nothing
MOST_ON_A_DAY = 60  # events of all calendars on one day that are near to one

_NOBODY = frozenset[UUID]()


@dataclass(frozen=True, slots=True)
class Beside:
    """Whom an event meets on its days that is near to it in title."""

    near: frozenset[UUID] = _NOBODY  # in other calendars: worth to be held against it
    crowd: frozenset[UUID] = _NOBODY  # too many of a day to be held against it

    def __or__(self, more: "Beside") -> "Beside":
        """Return whom it meets on some days and on others."""
        return Beside(self.near | more.near, self.crowd | more.crowd)


def beside(
    event_ids: Collection[UUID], companies: Iterable[Collection[UUID]], tellings: Mapping[UUID, Telling]
) -> Mapping[UUID, Beside]:
    """Return whom each of these events meets, where each company is all that is told of in a place on a day."""
    found = dict.fromkeys(event_ids, Beside())
    for company in companies:
        there = [tellings[each] for each in company]
        for each in found.keys() & company:
            found[each] |= _on_a_day(tellings[each], there)
    return found


def _on_a_day(one: Telling, company: Iterable[Telling]) -> Beside:
    here = [each for each in company if near_titles(one, each)]
    told = Counter(each.feed_id for each in here)
    if told[one.feed_id] > CROWD or len(here) > MOST_ON_A_DAY:
        return Beside(crowd=frozenset(each.id for each in here))
    crowd = frozenset(each.id for each in here if told[each.feed_id] > CROWD)
    return Beside(frozenset(each.id for each in here if each.feed_id != one.feed_id) - crowd, crowd)
