"""Is our fetcher as cheap as we promise? It and others, phase by phase, against the same thousand feed servers.

Ends with 0 when every goal is reached, 1 when one is missed or work was left undone, 2 when used wrongly.
"""

import argparse
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence

from bench.measuring import Cost, Fell
from bench.phases import AT_ONCE, GOALS, MOST_MEMORY, Phase
from bench.server import Served, served
from bench.sides import VAR, Side, alone, newsboat_side, our_side, their_side

Costs = Mapping[str, Cost]  # by the name of the side
USED_WRONGLY, MOST_FEEDS = 2, 50_000
_LONGEST = 500  # characters of what a side said about its trouble
_SIDES = {"ours": our_side, "reader": their_side, "newsboat": newsboat_side}
_COMPARED = {"ours", "reader"}
_HEADINGS = ("wall s", "CPU s", "MiB", "in all")


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for, print the table, and return the exit code."""
    options = _options(arguments)
    if sys.platform != "linux":
        print("make bench needs Linux: elsewhere 127.1.x.y are no hosts of their own.", file=sys.stderr)
        return USED_WRONGLY
    with alone() as is_alone:
        if is_alone:
            return _compare(options)
    print("Another bench is running here; two at once would spoil each other.", file=sys.stderr)
    return USED_WRONGLY


def _compare(options: argparse.Namespace) -> int:
    wanted = {name: make() for name, make in _SIDES.items() if options.only in {None, name}}
    sides = [side for side in wanted.values() if side]
    for name in wanted.keys() - {side.name for side in sides}:
        print(f"{name} is not installed here, so it is left out.", flush=True)
    print(f"{options.feeds} feeds · Python {platform.python_version()} · {platform.machine()}", flush=True)
    print(_line("phase", *(f"{side.name} {heading}" for side in sides for heading in _HEADINGS), "CPU ratio", "goal"))
    trouble: list[str] = []
    try:
        for phase, costs in _phases(sides, options, trouble):
            print(_row(phase, costs), flush=True)
            trouble += _missed(phase, costs)
    except Fell as error:
        trouble.append(str(error))
    for line in trouble:
        print(line)
    return 1 if trouble else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000, help="how many feeds (1,000)")
    parser.add_argument("--only", choices=_SIDES, help="measure one side only")
    parser.add_argument("--phase", type=Phase, choices=list(Phase), help="this phase only, after the first look")
    parser.add_argument("--profile", action="store_true", help="write where our time goes, phase by phase")
    options = parser.parse_args(arguments)
    if not 0 < options.feeds <= MOST_FEEDS:
        parser.error(f"between 1 and {MOST_FEEDS} feeds")
    return options


def _phases(
    sides: Sequence[Side], options: argparse.Namespace, trouble: list[str]
) -> Iterator[tuple[Phase, dict[str, Cost]]]:
    """Yield what each phase cost either side, one after the other; add to *trouble* what was left undone."""
    wanted = [phase for phase in Phase if options.phase in {None, phase} or phase is Phase.FIRST]
    with served(options.feeds) as server:
        for side in sides:
            side.prepare(server.addresses)
        for phase in wanted:
            costs = {side.name: _look(side, phase, server, profile=options.profile) for side in sides}
            for side in sides:
                trouble += side.missing(options.feeds, phase)
            yield phase, costs


def _look(side: Side, phase: Phase, server: Served, *, profile: bool) -> Cost:
    server.turn_to(phase)
    cost = side.look(*([str(VAR / f"profile-{phase}.txt")] if profile and side.name == "ours" else []))
    answered, status = server.turn_to(phase), "304" if phase is Phase.NOT_MODIFIED else "200"
    if answered != {status: len(server.addresses)}:
        raise Fell(f"{side.name}, {phase}: not every feed was asked once: {answered}. It said {cost.said[:_LONGEST]}")
    return cost


def _ratio(costs: Costs) -> float | None:
    return costs["ours"].cpu / costs["reader"].cpu if costs.keys() >= _COMPARED else None


def _missed(phase: Phase, costs: Costs) -> list[str]:
    ratio, found = _ratio(costs), []
    if ratio is not None and ratio > GOALS[phase]:
        found.append(f"{phase}: goal missed, {ratio:.3f} is more than {GOALS[phase]:.2f}")
    return [*found, *_wasted(phase, costs["ours"])] if "ours" in costs else found


def _wasted(phase: Phase, ours: Cost) -> Iterator[str]:
    """Yield which goals ours missed that nobody else is measured by: memory, and cores that waited."""
    if ours.together > MOST_MEMORY:
        yield f"{phase}: goal missed, {ours.together:.0f} MiB are more than {MOST_MEMORY}"
    if phase is Phase.FIRST and ours.cpu < AT_ONCE * ours.wall:
        yield f"{phase}: goal missed, {ours.cpu / ours.wall:.2f} cores were busy, {AT_ONCE} are wanted"


def _row(phase: Phase, costs: Costs) -> str:
    figures = [
        cell
        for cost in costs.values()
        for cell in (f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.largest:.0f}", f"{cost.together:.0f}")
    ]
    ratio = _ratio(costs)
    if ratio is None:
        return _line(phase, *figures, "", "")
    reached = "yes" if ratio <= GOALS[phase] else "no"
    return _line(phase, *figures, f"{ratio:.3f}", f"{GOALS[phase]:.2f} {reached}")


def _line(first: str, *cells: str) -> str:
    return " | ".join((f"{first:<12}", *(f"{cell:>13}" for cell in cells)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
