"""What a look at a line of a list tells where nothing could be looked at."""

from typing import cast
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.importing.actions import Claimed
from hub.aggregate.importing.rules import State
from hub.aggregate.tagging.rules import Registry
from hub.duties.lines import Seen, Sight
from hub.net.answers import Failure, NoReply

URL = "https://ben.example/feed"


def test_a_hub_without_network_calls_no_feed_broken() -> None:
    row = Claimed(UUID(int=1), UUID(int=2), 1, URL, "")
    sight = Sight(cast("Registry", None), {}, {})  # neither is asked where nothing came
    looked = sight.judge(cast("Session", None), Seen(row, URL, NoReply(Failure.OFFLINE, URL)))
    assert looked.state is State.DEAD  # so that “look again” takes it
    assert str(looked.words) == "It could not be asked: this hub had no network. Press “Look again” once it has."
