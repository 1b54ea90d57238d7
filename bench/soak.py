"""Do the long truths hold? Every soak of this folder, one after the other, each in a process of its own.

Each prints `name tried failed seconds` and ends with 0 when nothing failed.
"""

import subprocess
import sys
from pathlib import Path

from hub.settings import Settings

HERE = Path(__file__).parent
USED_WRONGLY = 2


def main() -> int:
    """Run every soak; return 0 when all held, 1 when one did not, 2 without a corpus."""
    corpus = Settings().corpus
    if corpus is None or not corpus.is_dir():
        print("make soak reads real feeds: name a folder of collected ones with HUB_CORPUS.", file=sys.stderr)
        return USED_WRONGLY
    print("name tried failed seconds", flush=True)
    results = [_run(soak) for soak in sorted(HERE.glob("soak_*.py"))]
    return 0 if results and all(results) else 1


def _run(soak: Path) -> bool:
    done = subprocess.run([sys.executable, "-m", f"bench.{soak.stem}"], cwd=HERE.parent, check=False)
    if done.returncode:
        print(f"RED: {soak.stem}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
