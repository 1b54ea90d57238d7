"""A meetup of Ben's that somebody comes to, in a hub that people live in."""

from collections.abc import Mapping
from datetime import timedelta

from hub.meet.hosting.queries import terms
from hub.meet.rsvps import actions
from hub.meet.rsvps.actions import Wish
from hub.people.mail.rules import stop_token
from hub.places.models import Place
from hub.secret import key_for
from hub.site.coming_letters import KEY
from tests.meet.coming import typed_meetup
from tests.site.waiting import Here


def coming(here: Here, place: Place) -> Mapping[str, str]:
    """Have Ben organise a meetup, and come to it himself under a name he shows nobody."""
    event = typed_meetup(here.db, place, "Choir", here.now + timedelta(days=7), by=here.ben, capacity=9)
    rsvp = actions.ask(here.db, here.ben, Wish(event.id, "", 1, "Wimbleford"), here.now)
    agreed = terms(here.db, event.id)
    assert agreed
    seal = stop_token(rsvp.id, key_for(here.settings, KEY))
    return {
        "hosted": str(agreed.hosted_id),
        "rsvp": str(rsvp.id),
        "/mail/coming/token": seal,
        "/{place}/meetups/meetup": str(event.id),
    }
