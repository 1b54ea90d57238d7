"""Is every odd text kept as it was typed, or refused in words? Each of them in each field of every form."""

import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.hostile import every
from tests.site.forms import every_form
from tests.site.house import opened
from tests.site.judging import fault

MOST_SHOWN = 20


def main() -> int:
    """Print `forms tried failed seconds`; return 1 when a text was lost or a page broke."""
    began, tried = monotonic(), 0
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="hub-forms-") as folder, opened(Path(folder)) as house:
        for form in every_form(house):
            for field in form.fields:
                for text in every():
                    tried += 1
                    faults += filter(None, [fault(house, form, {field: text})])
    for told in faults[:MOST_SHOWN]:
        print(told, file=sys.stderr)
    print(f"forms {tried} tried {len(faults)} failed {monotonic() - began:.1f}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
