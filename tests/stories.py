"""Precision, recall and every miss of the rule that puts posts into stories; for ``python -m tests.stories``."""

import argparse
import sys

from tests.aggregate.stories.fitting import crossed, examples, fit
from tests.aggregate.stories.labelled import Pair, Part
from tests.aggregate.stories.scoring import Score, score


def report(name: str, found: Score) -> str:
    """Return what is told of one part."""
    asked = len(found.right) + len(found.missed)
    lines = [
        (
            f"{name}: precision {found.precision:.3f}, recall {found.recall:.3f}"
            f" ({len(found.right)} of {asked} found, {len(found.wrong)} wrong, {found.mixed} stories of several events)"
        ),
        *(f"  wrong   {_line(pair)}" for pair in found.wrong),
        *(f"  missed  {_line(pair)}" for pair in found.missed),
    ]
    return "\n".join(lines)


def _line(pair: Pair) -> str:
    return f"{pair.id}: {pair.why}"


def _fitted() -> str:
    found = fit(examples())
    weights = (f"{name} {weight:.2f}" for name, weight in zip(found.weights._fields, found.weights, strict=True))
    return f"{', '.join(weights)}, unasked {found.unasked:.2f}"


def main() -> None:
    """Print all parts, or only what is asked for; but for the first, all of it looks at the open half alone."""
    asked = argparse.ArgumentParser(prog="python -m tests.stories", description=__doc__)
    asked.add_argument("--open", action="store_true", help="the open half alone")
    asked.add_argument("--fit", action="store_true", help="the weights the open half asks for")
    asked.add_argument(
        "--crossed", action="store_true", help="each part of the open half by weights fitted to the rest"
    )
    args = asked.parse_args()
    if args.fit:
        sys.stdout.write(_fitted() + "\n")
    if args.crossed:
        sys.stdout.write(report("open half, each event left out once", crossed()) + "\n")
    if args.open or not (args.fit or args.crossed):
        sys.stdout.write(report(Part.OPEN, score(Part.OPEN)) + "\n")
    if not (args.open or args.fit or args.crossed):
        for part in (Part.HELD_OUT, Part.FRESH):
            sys.stdout.write(report(part, score(part)) + "\n")


if __name__ == "__main__":
    main()
