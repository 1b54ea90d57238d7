"""Who was drawn with whom in a hub that people live in? Ben with Ada, who did not feel safe; nobody else sees it."""

from collections.abc import Mapping
from uuid import UUID

from hub.meet.rounds import actions, together
from hub.meet.rounds.models import Enrolment, NeverMatch, Pairing, PairingMember, Round
from hub.people.mail.rules import stop_token
from hub.secret import key_for
from hub.site.unmentoring.welcoming import KEY
from tests.site.waiting import Here


def paired(here: Here, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ben and Ada be drawn together, Ben write and exclude somebody, and Ada report."""
    drawn = Round(place_id=here.place_id, state="drawn", opened_at=here.now, closes_at=here.now, drawn_at=here.now)
    pairing = Pairing(round_id=drawn.id, size=2, icebreaker="ours:0", at=here.now)
    here.keep(drawn, pairing)
    said = [
        Enrolment(
            round_id=drawn.id,
            person_id=person_id,
            name="Tiddlesworth",
            likes="Pennywhistle",
            times="evenings",
            ways="online",
            joined_at=here.now,
        )
        for person_id in (here.ben, people["mentor here"])
    ]
    members = (PairingMember(pairing_id=pairing.id, person_id=each.person_id, enrolment_id=each.id) for each in said)
    here.keep(*said, *members)
    never = NeverMatch(person_id=here.ben, other_seal="a seal", said="Snodgrove", at=here.now)
    here.keep(never)
    together.relay(here.db, pairing.id, here.ben, "Quibblethorpe", here.now)
    said_so = (people["mentor here"], "Wimbleford")
    report = together.report(here.db, pairing.id, here.place_id, said_so, here.now)
    actions.open_round(here.db, here.place_id, here.now, here.now)
    seal = stop_token(said[-1].id, key_for(here.settings, KEY))
    return {
        "/mail/round/token": seal,
        "/you/unmentoring/pairing": str(pairing.id),
        "/you/unmentoring/never/never": str(never.id),
        "/desk/unmentoring/{place}/reports/report": str(report),
        "/desk/safeguarding/rounds/report": str(report),
    }
