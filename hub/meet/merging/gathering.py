"""Which events are told together? Likenesses, the surest first, as far as nothing keeps two events apart. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.meet.merging.knots import Pair
from hub.meet.merging.rules import Because, Likeness, Telling, lead, may_be_one_series, ordered

_SUREST_FIRST = (Because.MENTOR, Because.UID, Because.PAGE, Because.ALIKE)


@dataclass(frozen=True, slots=True)
class Decided:
    """What mentors decided of pairs of events."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Events that tell of one meetup."""

    lead: UUID
    members: frozenset[UUID]


def gather(tellings: Mapping[UUID, Telling], found: Iterable[Likeness], decided: Decided) -> Sequence[Group]:
    """Put together what is surely alike, except where a mentor or the calendar itself keeps two events apart.

    The same events give the same groups, in whichever order they came.
    """
    whole = {each: frozenset([each]) for each in tellings}
    for one, other in _steps(tellings, found, decided):
        merged = whole[one] | whole[other]
        if whole[one] is whole[other] or _is_kept_apart(whole[one], whole[other], tellings, decided):
            continue
        whole |= dict.fromkeys(merged, merged)
    groups = {members for members in whole.values() if len(members) > 1}
    made = [Group(lead([tellings[each] for each in members]).id, members) for members in groups]
    return sorted(made, key=lambda group: tellings[group.lead].key)


def _steps(tellings: Mapping[UUID, Telling], found: Iterable[Likeness], decided: Decided) -> Sequence[Pair]:
    """Return the pairs to put together, the surest first; where two are as sure, by what they are called."""
    ranked = [(_SUREST_FIRST.index(each.because), (each.one, each.other)) for each in found if each.sure]
    ranked += [(0, pair) for pair in decided.together if tellings.keys() >= set(pair)]
    return [pair for _, pair in sorted(ranked, key=lambda each: (each[0], *_names(tellings, each[1])))]


def _names(tellings: Mapping[UUID, Telling], pair: Pair) -> Sequence[tuple[str, str]]:
    return sorted(tellings[each].key for each in pair)


def _is_kept_apart(
    here: Collection[UUID], there: Collection[UUID], tellings: Mapping[UUID, Telling], decided: Decided
) -> bool:
    if any((one in here and other in there) or (other in here and one in there) for one, other in decided.apart):
        return True
    beside = _by_feed(there, tellings)
    pairs = (ordered(one, other) for one in here for other in beside.get(tellings[one].feed_id, ()))
    return any(_clash(tellings[one], tellings[other]) for one, other in pairs if (one, other) not in decided.together)


def _by_feed(event_ids: Collection[UUID], tellings: Mapping[UUID, Telling]) -> Mapping[UUID, Sequence[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for each in event_ids:
        found.setdefault(tellings[each].feed_id, []).append(each)
    return found


def _clash(one: Telling, other: Telling) -> bool:
    """Say whether their calendar tells of both as two things: by two pages, and not as dates of one series."""
    return (one.page is None or one.page != other.page) and not may_be_one_series(one, other)
