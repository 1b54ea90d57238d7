"""Is enough of the hub tested? Every branch of the pure modules, nine tenths of the whole."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

WHOLE = 90.0  # per cent


def holds() -> bool:
    """Read what the runs measured, print what is missing, and say whether the floor holds."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)]
        subprocess.run(command, check=True)  # noqa: S603 -- our own words
        faults = below(json.loads(report.read_text()))
    for fault in faults:
        sys.stdout.write(f"coverage: {fault}\n")
    return not faults


def below(report: dict[str, Any]) -> list[str]:
    """Return what a coverage report in JSON shows to be below the floor, in words.

    >>> summary = {"percent_covered": 91.0, "missing_lines": 1, "missing_branches": 0}
    >>> below({"totals": summary, "files": {"hub/kit/text.py": {"summary": summary, "missing_lines": [7]}}})
    ['hub/kit/text.py: not tested: lines [7], branches []']
    """
    faults = []
    whole = report["totals"]["percent_covered"]
    if whole < WHOLE:
        faults.append(f"{whole:.1f} % of the hub is tested, {WHOLE:.0f} is the floor")
    for path, file in sorted(report["files"].items()):
        if is_pure(path) and (file["summary"]["missing_lines"] or file["summary"]["missing_branches"]):
            missing = f"lines {file['missing_lines']}, branches {file.get('missing_branches', [])}"
            faults.append(f"{path}: not tested: {missing}")
    return faults


def is_pure(path: str) -> bool:
    """Say whether every branch of *path* must be tested: the ground floor, rules and registries.

    >>> [is_pure(path) for path in ("hub/kit/urls.py", "hub/places/rules.py", "hub/site/app.py")]
    [True, True, False]
    """
    file = PurePosixPath(path)
    return file.parts[:2] == ("hub", "kit") or file.name in {"rules.py", "registry.py", "vocabulary.py"}
