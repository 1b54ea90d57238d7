"""A code is used once, however many try at the same moment, and guessing at codes leads nowhere."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from sqlalchemy import Engine

from bench.soak_guesses import MOST_LOOKED_AT, guess
from hub.db.engine import writing
from hub.people.signin.actions import Ask, Proof, Refusal, ask_code, use_code, use_link
from hub.people.signin.rules import MOST_TRIES, Purpose
from tests.town import NOON

KEY = b"a key of this test alone"
AT_ONCE = 50
BEN = Ask("ben@hub.example", Purpose.SIGN_IN)


def _code(many: Engine) -> tuple[str, str, UUID]:
    with writing(many) as db:
        sent = ask_code(db, BEN, KEY, NOON)
    return sent.code, sent.link_token, sent.code_id


def _all_at_once(uses: Sequence[Callable[[], Proof | Refusal]]) -> list[Proof | Refusal]:
    """Begin all of *uses* at one moment, each in a thread of its own; return what came of each."""
    ready = Barrier(len(uses))

    def use(number: int) -> Proof | Refusal:
        ready.wait()
        return uses[number]()

    with ThreadPoolExecutor(len(uses)) as threads:
        return list(threads.map(use, range(len(uses))))


def test_of_fifty_who_type_a_code_at_once_one_gets_in(many: Engine) -> None:
    code, _, code_id = _code(many)

    def use() -> Proof | Refusal:
        with writing(many) as db:
            return use_code(db, code_id, code, KEY, NOON)

    came = _all_at_once([use] * AT_ONCE)
    assert [each for each in came if isinstance(each, Proof)] == [Proof("ben@hub.example", Purpose.SIGN_IN, "")]
    assert came.count(Refusal.SPENT) == AT_ONCE - 1


def test_of_fifty_who_open_a_link_at_once_one_gets_in(many: Engine) -> None:
    _, link, _ = _code(many)

    def use() -> Proof | Refusal:
        with writing(many) as db:
            return use_link(db, link, NOON)

    came = _all_at_once([use] * AT_ONCE)
    assert (sum(isinstance(each, Proof) for each in came), came.count(Refusal.SPENT)) == (1, AT_ONCE - 1)


def test_fifty_guesses_at_once_are_five_guesses(many: Engine) -> None:
    _, _, code_id = _code(many)

    def use() -> Proof | Refusal:
        with writing(many) as db:
            return use_code(db, code_id, "AAAA-AAAA", KEY, NOON)

    came = _all_at_once([use] * AT_ONCE)
    assert came.count(Refusal.SPENT) == AT_ONCE - MOST_TRIES + 1  # the fifth wrong one spends it


def test_guessing_from_many_networks_looks_at_no_more_codes_than_were_mailed(many: Engine) -> None:
    came = guess(many, guesses=400, networks=40)
    assert came["right"] == 0
    assert came["looked at"] <= MOST_LOOKED_AT
    assert came["refused"] > 200  # each code takes five, and thirty are mailed
