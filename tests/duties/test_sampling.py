"""One look at one feed, for a mentor who waits: what it says, or why nothing came of it."""

from concurrent.futures import Future
from typing import Any

import pytest

from hub.aggregate.adopting.sampled import Refused, Sample
from hub.aggregate.reading.document import Document
from hub.duties.eyes import Eyes
from hub.duties.sampling import sample
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Crashed, Stopped
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing, rss


class Failing:
    """A child that comes to grief."""

    def __init__(self, trouble: Exception) -> None:
        self.trouble = trouble

    def submit(self, *_: Any) -> "Future[Document]":
        failed: Future[Document] = Future()
        failed.set_exception(self.trouble)
        return failed


@pytest.fixture
def publisher() -> Any:
    with publishing() as made:
        yield made


def eyes(publisher: Publisher | None, sandbox: Any = AtOnce()) -> Eyes:  # noqa: B008 -- it keeps nothing
    allowed = (publisher.host,) if publisher else ()
    return Eyes(Door(allow_private_networks=allowed, host_pause=0), sandbox)


def test_the_newest_post_comes_first(publisher: Publisher) -> None:
    said = sample(eyes(publisher), publisher.says("/weir.rss", body=rss("Newer", "Older")), now())
    assert isinstance(said, Sample)
    assert [entry.title for entry in said.entries] == ["Newer", "Older"]


@pytest.mark.parametrize("trouble", [Stopped("x"), Crashed("x"), TimeoutError()])
def test_a_child_that_comes_to_grief_is_told_of(publisher: Publisher, trouble: Exception) -> None:
    said = sample(eyes(publisher, Failing(trouble)), publisher.says("/weir.rss", body=rss("One")), now())
    assert isinstance(said, Refused)
    assert str(said.sentence) == "The feed takes too long to read."


def test_a_reader_that_stumbles_is_told_of(publisher: Publisher) -> None:
    said = sample(eyes(publisher, Failing(OverflowError())), publisher.says("/weir.rss", body=rss("One")), now())
    assert isinstance(said, Refused)
    assert str(said.sentence) == "The feed could not be read safely."


def test_a_host_that_may_not_be_asked_is_not_described(publisher: Publisher) -> None:
    said = sample(eyes(None), f"http://{publisher.host}/weir.rss", now())
    assert isinstance(said, Refused)
    assert str(said.sentence) == "This address is not on the public internet."
    assert publisher.asked == []


def test_a_look_ends_when_its_time_is_over(publisher: Publisher) -> None:
    over = Eyes(Door(allow_private_networks=(publisher.host,), host_pause=0), AtOnce(), until=0.0)  # type: ignore[arg-type] # stands in
    said = sample(over, f"http://{publisher.host}/weir.rss", now())
    assert isinstance(said, Refused)
    assert str(said.sentence) == "The website took too long to answer."
