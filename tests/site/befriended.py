"""Two Digital Friends in a hub that people live in: Ben, and somebody who is at none of its addresses."""

from collections.abc import Mapping
from datetime import date

from hub.meet.partnerships import actions, curriculum, inviting, offering, safety
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.curriculum import Written
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.offering import Offering
from hub.meet.partnerships.rules import Side
from hub.people.persons.actions import welcome
from tests.site.waiting import Here


def befriended(here: Here) -> Mapping[str, str]:
    """Have Ben be a mentor of somebody, with a step they wrote, and ask another by mail."""
    db, now = here.db, here.now
    nia = welcome(db, "nia@hub.example", now)
    made = actions.ask(db, Two(here.place_id, here.ben, nia, "Wimbleford", "Nia"), now, by=None)
    for side in Side:
        actions.agree(db, made, side, date(2026, 3, 3), now)
    zoe = welcome(db, "zoe@hub.example", now)
    ended = actions.ask(db, Two(here.place_id, here.ben, zoe, "Wimbleford", "Zoe"), now, by=None)
    offer = offering.offer(db, here.ben, Offering(here.place_id, Side.MENTOR, "Wimbleford", "Snodgrove"), now)
    asked = Invitation(here.place_id, Side.MENTOR, "Wimbleford", "Snodgrove", "zoe@hub.example")
    report = str(safety.report(db, ended, here.ben, "Snodgrove", now))
    return {
        "friends": str(made),
        "step": str(curriculum.add_step(db, made, Written("Snodgrove"))),
        "/desk/digital-friends/{place}/reports/report": report,
        "/desk/safeguarding/friends/report": report,
        "/you/friends/{friends}/deed": "pause",
        "offer": str(offer),
        "invitation": str(inviting.invite(db, here.ben, asked, now)),
    }
