"""Who talks with whom, for people to look at: dots in a table, and how many answers each month brought."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.communicate.bridging import queries
from hub.communicate.bridging.queries import Counted
from hub.communicate.bridging.rules import RESIDENTS, Pair, first_day, month_of, months
from hub.kit.saying import MONTH_AND_YEAR, MONTH_IN_SHORT
from hub.kit.zones import wall
from hub.places.queries import PlaceView
from hub.site.conversing.roles import group_name
from hub.site.looks import charts
from hub.site.words import gettext, ngettext
from hub.site.words.speech import voice

MONTHS = 6
MOST_GROUPS = 6  # side by side on a phone; those who talk least are put together
OTHERS = "others"
_LEAST = 0.22  # of the radius: what is there at all can be seen


@dataclass(frozen=True, slots=True)
class Group:
    """Those who talk: a kind of source, the residents, or all others."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one group answered another one."""

    number: int
    radius: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """Whom one group answered, in the order of the columns."""

    group: Group
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """How many answers a month brought."""

    name: str
    short: str  # its name below a bar
    number: int
    across: int  # of them between groups


@dataclass(frozen=True, slots=True)
class Bridging:
    """Who answered whom in the last months."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    months: tuple[Month, ...]
    bars: charts.Bars
    most: str  # a sentence on who answers whom most often
    never: str  # and one on who was never answered by whom; empty where everybody answers everybody

    @property
    def total(self) -> int:
        """How many answers were counted in all."""
        return sum(month.number for month in self.months)


def bridging(db: Session, here: PlaceView, now: datetime) -> Bridging | None:
    """Return who answered whom in *here* in the last six months; None where nobody answered anybody."""
    names = months(month_of(wall(now, ZoneInfo(here.timezone)).date()), MONTHS)
    counted = queries.between(db, here.id, names[0], names[-1])
    return drawn(counted, names) if counted else None


def drawn(counted: Sequence[Counted], names: Sequence[str]) -> Bridging:
    """Draw what was counted in the months of these *names*."""
    pairs = _pairs(counted)
    groups = tuple(Group(kind, _name(kind)) for kind in _columns(pairs))
    told = tuple(_month(name, counted) for name in names)
    totals = [month.number for month in told]
    return Bridging(
        groups,
        tuple(Row(group, tuple(_cell(group, other, pairs) for other in groups)) for group in groups),
        told,
        charts.bars(totals, max(totals)),
        _most(pairs),
        _never(pairs, groups),
    )


def _pairs(counted: Iterable[Counted]) -> Mapping[Pair, int]:
    """Count who answered whom, with those who talk least put together as others."""
    talk, found = Counter[str](), Counter[Pair]()
    counted = tuple(counted)
    for each in counted:
        talk[each.from_kind] += each.number
        talk[each.to_kind] += each.number
    loud = [kind for kind, _ in sorted(talk.items(), key=lambda pair: (-pair[1], pair[0]))]
    apart = set(loud if len(loud) <= MOST_GROUPS else loud[: MOST_GROUPS - 1])
    for each in counted:
        pair = (_within(each.from_kind, apart), _within(each.to_kind, apart))
        found[pair] += each.number
    return found


def _within(kind: str, apart: set[str]) -> str:
    return kind if kind in apart else OTHERS


def _columns(pairs: Mapping[Pair, int]) -> Sequence[str]:
    """Return who talks: those who are answered most first, residents and others last."""
    answered = Counter[str]()
    for (from_kind, to_kind), number in pairs.items():
        answered[to_kind] += number
        answered[from_kind] += 0
    return sorted(answered, key=lambda kind: (kind == OTHERS, kind == RESIDENTS, -answered[kind], kind))


def _cell(group: Group, other: Group, pairs: Mapping[Pair, int]) -> Cell:
    number = pairs.get((group.kind, other.kind), 0)
    radius = max(charts.radius(number, max(pairs.values())), charts.DOT * _LEAST) if number else 0.0
    return Cell(number, round(radius, 1), _answered(group.name, other.name, number))


def _answered(one: str, other: str, number: int) -> str:
    said = ngettext("%(one)s answered %(other)s %(count)s time", "%(one)s answered %(other)s %(count)s times", number)
    return said % {"one": one, "other": other, "count": number}


def _month(name: str, counted: Sequence[Counted]) -> Month:
    there = [each for each in counted if each.month == name]
    across = sum(each.number for each in there if each.from_kind != each.to_kind)
    day, number = first_day(name), sum(each.number for each in there)
    return Month(voice().day(day, MONTH_AND_YEAR), voice().day(day, MONTH_IN_SHORT), number, across)


def _most(pairs: Mapping[Pair, int]) -> str:
    """Say who answered whom most often, of those who differ."""
    across = {pair: number for pair, number in pairs.items() if pair[0] != pair[1]}
    if not across:
        return gettext("Nobody answered anybody of another kind in these months.")
    (one, other), number = max(across.items(), key=lambda each: (each[1], each[0]))
    said = ngettext(
        "Most often: %(one)s answered %(other)s, %(count)s time.",
        "Most often: %(one)s answered %(other)s, %(count)s times.",
        number,
    )
    return said % {"one": _name(one), "other": _name(other), "count": number}


def _never(pairs: Mapping[Pair, int], groups: Sequence[Group]) -> str:
    """Say whose answers go one way alone: who was answered most often, and never answered back."""
    one_way = {
        pair: number for pair, number in pairs.items() if pair[0] != pair[1] and not pairs.get((pair[1], pair[0]))
    }
    known = {group.kind for group in groups} - {OTHERS}
    asked = {pair: number for pair, number in one_way.items() if known.issuperset(pair)}
    if not asked:
        return ""
    one, other = max(asked, key=lambda pair: (asked[pair], pair))
    return gettext("No answer yet from %(other)s to %(one)s.") % {
        "one": _name(one),
        "other": _name(other),
    }


def _name(kind: str) -> str:
    return gettext("Others") if kind == OTHERS else group_name(kind)
