"""Does guessing at Ben’s codes lead anywhere? Ten thousand guesses within an hour, from a thousand networks."""

import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from time import monotonic
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from hub.db import schema
from hub.db.engine import connect, writing
from hub.errors import TooOften
from hub.people.signin import often
from hub.people.signin.actions import Ask, Proof, Refusal, ask_code, use_code
from hub.people.signin.often import CODES_OF_ADDRESS, Caller
from hub.people.signin.rules import LETTERS, MOST_TRIES, Purpose

GUESSES, NETWORKS = 10_000, 1_000
HOUR = timedelta(hours=1)
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEY = b"a key of this soak alone"
MOST_LOOKED_AT = CODES_OF_ADDRESS.amount * MOST_TRIES  # of an hour’s guesses at one address


def main() -> int:
    """Print `guesses tried failed seconds`; return 1 when one was right, or more were looked at than may be."""
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="hub-guesses-") as folder:
        engine = connect(f"sqlite:///{folder}/hub.db")
        schema.migrate(engine)
        came = guess(engine, GUESSES, NETWORKS)
        engine.dispose()
    failed = came["right"] + max(0, came["looked at"] - MOST_LOOKED_AT)
    print(f"guesses {GUESSES} tried {failed} failed {monotonic() - began:.1f}", flush=True)
    return 1 if failed else 0


def guess(engine: Engine, guesses: int, networks: int) -> Counter[str]:
    """Guess at Ben’s codes for an hour, with a new one mailed whenever one is worth nothing; count what came of it."""
    came: Counter[str] = Counter()
    code_id = uuid4()
    for number, typed in enumerate(islice(product(LETTERS, repeat=8), guesses)):
        moment = START + HOUR * number / guesses
        caller = Caller(f"10.{number % networks // 256}.{number % networks % 256}.0/24", KEY)
        with writing(engine) as db:
            code_id, word = _guess_once(db, code_id, "".join(typed), caller, moment)
        came[word] += 1
    return came


def _guess_once(db: Session, code_id: UUID, typed: str, caller: Caller, moment: datetime) -> tuple[UUID, str]:
    """Guess as the pages let somebody; return the code to guess at next, and what came of it."""
    try:
        often.refuse_guessing(db, caller, moment)
        found = use_code(db, code_id, typed, KEY, moment)
        if isinstance(found, Proof):
            return code_id, "right"
        often.count_wrong(db, caller, moment)
        if found is Refusal.WRONG:
            return code_id, "looked at"
        often.count_code(db, "ben@hub.example", caller, moment)
    except TooOften:
        return code_id, "refused"
    return ask_code(db, Ask("ben@hub.example", Purpose.SIGN_IN), KEY, moment).code_id, "worth nothing"


if __name__ == "__main__":
    sys.exit(main())
