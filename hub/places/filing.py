"""What did a registry file change since it was last loaded? Only that is applied, and nothing over the desk’s head."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, delete, select

from hub.kit.merge import Facts, Value, merge
from hub.kit.text import excerpt
from hub.places.models import Filed

FILE = "file"
LONGEST_SAID = 60  # letters of a value in a sentence: a boundary has thousands
DESK = "desk"


@dataclass(frozen=True, slots=True)
class Held:
    """A row as the registry sees it."""

    facts: Facts
    desk: bool = False  # made at the desk: never touched by a file that was not told of it; once told, it tends it too
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one kind of entry did."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    conflicts: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether a row was written."""
        return bool(self.added or self.changed or self.retired)


@dataclass(slots=True)
class Plan:
    """What to write, and what to remember of the file until it is loaded again."""

    kind: str
    new: dict[str, Facts] = field(default_factory=dict)
    changed: dict[str, Facts] = field(default_factory=dict)  # also those that come back
    retired: list[str] = field(default_factory=list)
    filed: dict[str, Facts] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    @property
    def wanted(self) -> dict[str, Facts]:
        """Every entry to write, with its facts."""
        return self.new | self.changed

    @property
    def loaded(self) -> Loaded:
        """The plan in numbers."""
        return Loaded(len(self.new), len(self.changed), len(self.retired), tuple(self.conflicts))

    def clash(self, key: str, words: str) -> None:
        """Note what the file wants and does not get."""
        self.conflicts.append(f"{self.kind} “{key}”: {words}")


def plan(kind: str, before: Mapping[str, Facts], told: Mapping[str, Facts], held: Mapping[str, Held]) -> Plan:
    """Compare what a file says now (*told*) with what it said *before* and what is *held*; by key."""
    made = Plan(kind)
    for key, facts in told.items():
        _plan_entry(made, key, facts, before.get(key), held.get(key))
    for key in before.keys() - told.keys():
        _plan_removal(made, key, before[key], held.get(key))
    return made


def last_filed(db: Session, kind: str) -> dict[str, Facts]:
    """Return what the file said of *kind* when it was last loaded."""
    rows = db.execute(select(Filed.key, Filed.body).where(Filed.kind == kind))
    return {key: _facts(json.loads(body)) for key, body in rows}


def remember(db: Session, made: Plan) -> None:
    """Keep what the file said, to compare it with what it says next time."""
    before = last_filed(db, made.kind)
    stale = [key for key, facts in before.items() if made.filed.get(key) != facts]
    db.execute(delete(Filed).where(col(Filed.kind) == made.kind, col(Filed.key).in_(stale)))
    fresh = {key: facts for key, facts in made.filed.items() if before.get(key) != facts}
    db.add_all(Filed(kind=made.kind, key=key, body=_body(facts)) for key, facts in fresh.items())
    db.flush()


def _plan_entry(made: Plan, key: str, told: Facts, before: Facts | None, row: Held | None) -> None:
    if row is None:
        made.new[key] = made.filed[key] = told
    elif row.desk and before is None:  # else it was written into the file since: both tend it
        made.clash(key, "was made at the desk, so the file's entry is left aside.")
    elif before is None:  # it was taken out of the file once, and is back
        made.filed[key] = told
        if row.retired or told != row.facts:
            made.changed[key] = told
    else:
        _plan_change(made, key, told, before, row)


def _plan_change(made: Plan, key: str, told: Facts, before: Facts, row: Held) -> None:
    merged = merge(before, told, row.facts)
    changed = sorted(
        {name for name, value in merged.facts.items() if value != row.facts.get(name)} | set(merged.clashes)
    )
    if row.retired and changed:  # at the desk: the file listed it all along
        made.filed[key] = before
        made.clash(key, f"its {_and(changed)} changed in the file, but it was retired at the desk; left as it is.")
        return
    made.filed[key] = merged.before
    if merged.facts != row.facts:
        made.changed[key] = merged.facts
    for name in merged.clashes:
        words = f"the file now says {_said(told[name])}, the desk {_said(row.facts[name])}; left as it is."
        made.clash(key, f"{name}: {words}")


def _plan_removal(made: Plan, key: str, before: Facts, row: Held | None) -> None:
    if row is None or row.retired:
        return
    edited = [name for name, value in row.facts.items() if _is_from_desk(value, before.get(name))]
    if edited:
        made.filed[key] = before
        made.clash(key, f"is gone from the file, but its {_and(edited)} was changed at the desk; left as it is.")
    else:
        made.retired.append(key)


def _is_from_desk(value: Value, before: Value) -> bool:
    """Say whether a fact holds what no file ever said; a list that only became shorter does not."""
    if isinstance(value, tuple):
        return bool(set(value).difference(before if isinstance(before, tuple) else ()))
    return value != before


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)


def _said(value: Value) -> str:
    return "nothing" if value in {None, ""} else f"“{excerpt(str(value), LONGEST_SAID)}”"


def _facts(body: Mapping[str, Value | list[str]]) -> Facts:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}


def _body(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)
