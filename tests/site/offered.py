"""What is offered in a hub that people live in: an introduction to Ben, and a feed of his own nobody else can guess."""

from collections.abc import Mapping
from uuid import UUID

from hub.aggregate.feeds.models import Source
from hub.communicate.following.models import PrivateFeed
from hub.communicate.following.secret_feed import hash_of
from hub.communicate.introducing.links import PURPOSE, door
from hub.communicate.introducing.models import Introduction
from hub.secret import key_for
from tests.site.waiting import Here

KEY = "the-key-of-a-feed-that-nobody-but-ben-was-told"


def offered(here: Here, bens_id: UUID, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ben be asked whether he wants to meet somebody, and read his answers in a reader of feeds."""
    other = Source(slug="plot-seven", name="Plot seven", kind="blog", site="https://plot.example/")
    here.keep(other, PrivateFeed(person_id=here.ben, key_hash=hash_of(KEY), since=here.now))
    one, two = sorted((bens_id, other.id))
    made = Introduction(
        place_id=here.place_id,
        one_id=one,
        other_id=two,
        offered_by=people["mentor here"],
        words="You both like otters.",
        state="asked",
        asked_at=here.now,
    )
    here.keep(made)
    link = door(made.id, here.ben, key_for(here.settings, PURPOSE))
    return {"introduction": str(made.id), "/introductions/{introduction}/token": link}
