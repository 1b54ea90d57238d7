"""What does somebody offer as a Digital Friend, or wish? From what was typed to what is kept."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import squeeze, visible
from hub.meet.partnerships import offering
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.rules import LONGEST_NAME, LONGEST_WORDS, Side
from hub.meet.rounds.rules import links_in
from hub.places.queries import PlaceView
from hub.site.deeds import email_fault
from hub.site.deps import Doing
from hub.site.friends import letters
from hub.site.kept.known import known
from hub.site.typed import Typed, too_long, trapped

SIDES: Mapping[str, Saying] = {
    Side.MENTEE: say("I would like a Digital Friend"),
    Side.MENTOR: say("I would be somebody’s Digital Friend"),
}
LONGEST_TIMES = 200
LONGEST_LETTER = 300  # to somebody who has not asked for it
ADULT = say("I am 18 or over")


def checked(typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it, field by field."""
    ways = {"online", "in-person"} & set(typed.all("how"))
    wrong = {
        "side": NOTHING if typed["side"] in SIDES else say("Choose one of the two."),
        "name": name_fault(typed["name"]),
        "words": _words_fault(typed["words"]),
        "times": too_long(typed["times"], LONGEST_TIMES) or NOTHING,
        "how": NOTHING if ways else say("Choose at least one."),
        "adult": adult_fault(typed),
        "website": trapped(typed) or NOTHING,
    }
    return typed.but(**{name: fault for name, fault in wrong.items() if fault})


def name_fault(name: str) -> Saying:
    """Say what is wrong with what somebody wants to be called; nothing where nothing is."""
    if not visible(name):
        return say("Say what the other is to call you; a first name is enough.")
    return too_long(name, LONGEST_NAME) or NOTHING


def adult_fault(typed: Typed) -> Saying:
    """Say that this is for adults; nothing where somebody says that they are one."""
    return NOTHING if typed["adult"] == "yes" else say("Digital Friends is for adults. Tick this if you are one.")


def payload_of(here: PlaceView, typed: Typed) -> Mapping[str, object]:
    """Return what was typed, checked, as what waits for a code keeps it."""
    how = typed.all("how")
    return {
        "place": here.id.hex,
        "side": typed["side"],
        "name": squeeze(typed["name"]),
        "words": typed["words"],
        "times": squeeze(typed["times"]),
        "online": "online" in how,
        "in_person": "in-person" in how,
    }


def keep(doing: Doing, person_id: UUID, payload: Mapping[str, object]) -> PlaceView:
    """Keep what somebody offers or wishes; return its place. NotFound where that is gone."""
    here = _place(doing.db, str(payload["place"]))
    wish = offering.Offering(
        place_id=here.id,
        side=Side(str(payload["side"])),
        name=str(payload["name"]),
        words=str(payload["words"]),
        times=str(payload["times"]),
        online=payload["online"] is True,
        in_person=payload["in_person"] is True,
    )
    is_new = not offering.is_open(doing.db, person_id, here.id, wish.side)
    offering.offer(doing.db, person_id, wish, doing.now)
    if is_new:
        letters.offered(doing.db, person_id, wish, here.name, doing.now)
    return here


def invitation_checked(typed: Typed) -> Typed:
    """Return what was typed into the form for two who know each other, with what is wrong with it."""
    wrong = {
        "side": NOTHING if typed["side"] in SIDES else say("Choose one of the two."),
        "name": name_fault(typed["name"]),
        "words": _letter_fault(typed["words"]),
        "email": email_fault(typed["email"]) or NOTHING,
        "adult": adult_fault(typed),
    }
    return typed.but(**{name: fault for name, fault in wrong.items() if fault})


def invitation(here: PlaceView, typed: Typed) -> Invitation:
    """Return whom somebody asks, from what was typed and checked."""
    return Invitation(here.id, Side(typed["side"]), squeeze(typed["name"]), typed["words"], typed["email"])


def _letter_fault(words: str) -> Saying:
    """Say what is wrong with words that leave for an address nobody has shown to be theirs."""
    if links_in(words):
        return say("Leave web addresses out: they look like spam in such a mail.")
    return too_long(words, LONGEST_LETTER) or NOTHING


def _words_fault(words: str) -> Saying:
    if not visible(words):
        return say("A few words are enough: phones, e-mail, writing a blog…")
    return too_long(words, LONGEST_WORDS) or NOTHING


def _place(db: Session, name: str) -> PlaceView:
    place_id = as_id(name)
    here = known(db).tree.places.get(place_id) if place_id else None
    if here is None:
        raise NotFound(say("There is no such place here any more."))
    return here
