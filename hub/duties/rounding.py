"""Rounds of UnMentoring: opened as each month begins, drawn a week later, once; then people are asked whether they met.

Each place in a transaction of its own: whatever happens in between, no round is drawn twice and nobody is told twice.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.icebreakers import queries as icebreakers
from hub.meet.icebreakers.rules import drawn
from hub.meet.partnerships import safety
from hub.meet.rounds import actions, drawing, pairings, queries
from hub.meet.rounds.drawing import Lot
from hub.meet.rounds.pairings import PairingView
from hub.meet.rounds.queries import RoundView
from hub.meet.rounds.rules import LEAST, Way, draws_at, is_to_open, put_off, seal_with
from hub.meet.venues import queries as venues
from hub.places import queries as places
from hub.places.queries import PlaceView

SEED = 16  # bytes


class Letters(Protocol):
    """What writes to people of a round."""

    def office(self) -> AbstractContextManager[None]:
        """Write every letter inside the block from this hub."""

    def opened(self, db: Session, found: RoundView, now: datetime) -> None:
        """Tell who asked for it that a round is open."""

    def drawn(self, db: Session, found: RoundView, now: datetime) -> None:
        """Tell everybody of a round with whom they were drawn, or that there was nobody."""

    def ask(self, db: Session, found: PairingView, now: datetime) -> None:
        """Ask those drawn together whether they met."""

    def left(self, db: Session, found: PairingView, now: datetime) -> None:
        """Tell who is still here that somebody they were drawn with has left."""


def keep_rounds(tools: Tools, letters: Letters, key: bytes) -> int:
    """Open, draw, ask and tell what is due; *key* seals addresses. Return how many of these there were."""
    at = now()
    with reading(tools.engine) as db:
        opening, due = _to_open(db, at), [each.id for each in queries.due(db, at)]
        asking, leavers = pairings.to_ask(db, at), bool(pairings.with_leavers(db, at))
    for place_id in opening:
        with writing(tools.engine) as db, letters.office():
            open_one(db, place_id, letters, at)
    for round_id in due:
        with writing(tools.engine) as db, letters.office():
            _draw(db, round_id, letters, key, at)
    for round_id in asking:
        with writing(tools.engine) as db, letters.office():
            _ask(db, round_id, letters, at)
    if leavers:
        with writing(tools.engine) as db, letters.office():
            _tell_of_leavers(db, letters, at)
    return len(opening) + len(due) + len(asking) + leavers


def open_one(db: Session, place_id: UUID, letters: Letters, at: datetime) -> UUID | None:
    """Open a round of a place, by the calendar or by hand, and tell who asked for it; None where one is open."""
    zone = places.tree(db).places[place_id].timezone
    opened = actions.open_round(db, place_id, at, draws_at(at, zone))
    if opened:
        letters.opened(db, queries.a_round(db, opened), at)
    return opened


def _to_open(db: Session, at: datetime) -> list[UUID]:
    """Return the places whose round of this month is to be opened now."""
    known = places.tree(db).places
    going = [each.place_id for each in queries.plans(db) if not each.is_paused and each.place_id in known]
    return [
        place_id
        for place_id in going
        if is_to_open(at, known[place_id].timezone, queries.last_opened(db, place_id))
        and queries.open_in(db, place_id) is None
    ]


def _draw(db: Session, round_id: UUID, letters: Letters, key: bytes, at: datetime) -> None:
    """Draw a round, or look again in a week where too few have joined."""
    found = queries.a_round(db, round_id)
    here = places.tree(db).places.get(found.place_id)
    if here is None or not found.is_open:
        return
    if found.joined < LEAST:
        actions.put_off(db, round_id, put_off(found.closes_at, at, here.timezone))
        return
    seal = partial(seal_with, key)
    lot = Lot(token_hex(SEED), seal, _giver(db, here), partial(safety.in_question, db, seal=seal))
    if drawing.draw_round(db, round_id, lot, at) is not None:
        letters.drawn(db, queries.a_round(db, round_id), at)


def _giver(db: Session, here: PlaceView) -> drawing.Give:
    """Return what gives those drawn together a question to begin with, and somewhere public to meet."""
    near = [here.id, *(place.id for place in places.tree(db).above(here.id))]
    public = [each.id for each in venues.public_places(db, here.id)]

    def give(seed: str, ways: frozenset[str]) -> tuple[str, UUID | None]:
        question = icebreakers.pick(db, near, seed)[0]
        where = drawn(public, seed, 1)
        return question.key, where[0] if where and Way.IN_PERSON in ways else None

    return give


def _ask(db: Session, round_id: UUID, letters: Letters, at: datetime) -> None:
    if actions.note_asked(db, round_id, at):
        for each in pairings.of_round(db, round_id):
            letters.ask(db, each, at)


def _tell_of_leavers(db: Session, letters: Letters, at: datetime) -> None:
    for each in pairings.with_leavers(db, at):
        if actions.note_left_told(db, each.id, each.left):
            letters.left(db, each, at)
