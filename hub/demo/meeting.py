"""What of UnMentoring goes on in the sample town? A round that is drawn, and one that is open; twice changes none."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from hub.demo.people import NEIGHBOURS, TOWN
from hub.meet.icebreakers import actions as icebreakers
from hub.meet.icebreakers.rules import State
from hub.meet.rounds import actions, drawing, pairings, queries, together
from hub.meet.rounds.actions import Joining
from hub.meet.rounds.drawing import Lot
from hub.meet.rounds.rules import OPEN_FOR, Slot, Way, draws_at
from hub.meet.venues import queries as venues
from hub.people.persons import actions as persons
from hub.people.persons.queries import by_email
from hub.people.rules import NOBODY, Kind
from hub.places import queries as places

_DRAWN_AGO = timedelta(days=9)
_OPENED_AGO = timedelta(days=1)
_BEN = "ben"
# Who joins the round that is drawn, with what they like; those marked have joined the next one too.
_JOINED = (
    ("ada", "Growing beans, mending bicycles, and what the library has on Tuesdays.", True),
    (_BEN, "Old photographs of the kilns. I would like to hear how others cook for six.", False),
    ("cem", "Chess, long walks by the river, and learning to bake bread.", True),
    ("mo", "Choir, and crosswords that are too hard for me.", False),
    ("nia", "Birds, tea, and the bus to the sea.", True),
    ("ruth", "I know about computers. I would like to know about bees.", False),
)
_SLOTS = (Slot.EVENINGS.value, Slot.WEEKENDS.value)
_QUESTION = "Which door in Kiln End would you like to look behind?"
_HELLO = "Hello! I am free on Thursday after six. Shall we meet at the library?"


def settle(db: Session, now: datetime) -> None:
    """Have the town’s people meet each other, unless they do already."""
    town = places.place(db, TOWN)
    people = {each.slug: found.id for each in NEIGHBOURS if (found := by_email(db, each.email))}
    if queries.plan(db, town.id) or len(people) < len(NEIGHBOURS):
        return
    persons.grant(db, NOBODY, people["nia"], Kind.SAFEGUARDING, town.id, now)
    _drawn(db, town.id, people, now - _DRAWN_AGO)
    opened = actions.open_round(db, town.id, now - _OPENED_AGO, draws_at(now - _OPENED_AGO, town.timezone))
    for slug, likes, again in _JOINED:
        if opened and again:
            actions.join(db, opened, people[slug], _said(slug, likes), now - _OPENED_AGO)
    asked = icebreakers.suggest(db, town.id, people["cem"], (_QUESTION, "Cem"), now - _DRAWN_AGO)
    icebreakers.decide(db, asked, State.SHOWN, now - _OPENED_AGO)


def _drawn(db: Session, town_id: UUID, people: dict[str, UUID], at: datetime) -> None:
    made = actions.open_round(db, town_id, at - OPEN_FOR, at)
    if made is None:
        return
    for slug, likes, _ in _JOINED:
        actions.join(db, made, people[slug], _said(slug, likes), at - OPEN_FOR)
    public = [each.id for each in venues.public_places(db, town_id)]
    lot = Lot("a seed of the sample town", lambda key: key, lambda _seed, _ways: ("ours:0", next(iter(public), None)))
    drawing.draw_round(db, made, lot, at)
    mine = next(iter(pairings.of_person(db, people[_BEN])), None)
    if mine:
        together.relay(db, mine.id, mine.others(people[_BEN])[0].person_id, _HELLO, at + timedelta(hours=2))


def _said(slug: str, likes: str) -> Joining:
    return Joining(slug.capitalize(), likes, _SLOTS, tuple(way.value for way in Way), adult=True)
