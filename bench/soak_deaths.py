"""Does a hub lose what it acknowledged when it is killed at any moment? A hundred deaths looking, a hundred answering.

`bench.soak_kills` kills the whole command with its children; here lives are short, so that there are many.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import monotonic

from bench.killing import RESTART_TAKES, cold_start, die_answering, die_looking
from bench.lives import lives

TIMES = 100
SEED = 26


def main() -> int:
    """Print `deaths tried failed seconds`; return 1 when something was lost, doubled, half, or late."""
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="hub-deaths-") as folder, lives() as born:
        tolls = [die(born, Path(folder), TIMES, SEED) for die in (die_looking, die_answering)]
        took, worked = cold_start(Path(folder))
    troubles = [trouble for toll in tolls for trouble in toll.troubles]
    if os.getloadavg()[0] < (os.cpu_count() or 1):  # where others want the machine, a start says nothing
        troubles += [f"a cold start takes {took:.1f} s"] if took > RESTART_TAKES else []
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    kept = ", ".join(f"{toll.kept} kept" for toll in tolls)
    print(f"{kept}; back after {tolls[1].slowest_start:.2f} s, cold after {took:.2f} s ({worked:.2f} s of work)")
    print(f"deaths {2 * TIMES} tried {len(troubles)} failed {monotonic() - began:.1f}", flush=True)
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
