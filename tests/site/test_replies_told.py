"""What is closed says why wherever one would answer; who is read first is told so; the last word is one word."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.aggregate.items.models import Item
from hub.communicate.threads.actions import close
from hub.communicate.threads.models import Thread
from hub.db.engine import writing
from hub.kit.clock import now
from hub.places.actions import bump
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.replied import item_called, known_well, last, speak


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_only_whose_words_are_read_first_is_told_so(
    ada: Neighbour, ben: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    assert "reads it before it appears" in ben.visit(bins).text
    assert "If you are new here" in cem.visit(bins).text
    known_well(many, "Ben")
    assert not any("before it appears" in person.visit(bins).text for person in (ada, ben))


def test_what_is_closed_offers_nobody_to_answer_and_says_why_wherever_one_would(
    ben: Neighbour, many: Engine, bins: str, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "First.")
    thread = last(many).thread_id
    pages = (
        f"/alderford/conversations/{thread}",
        f"/you/conversations/{thread}",
        bins.removesuffix("/reply"),
        f"/replies/{last(many).id}",
    )
    assert all(any("/reply" in link for link in ben.visit(each).links) for each in pages)
    with writing(many) as db:
        close(db, alderford.place.id, thread, "On at https://council.example/bins?a&b.", now())
    for each in (*pages, bins, f"/alderford/conversations/{thread}/reply"):
        page = ben.visit(each)
        assert "This conversation is closed." in page.text
        assert "https://council.example/bins?a&b" in page.links
        own = {f"/cy{each}"}
        assert not any(link.partition("?")[0].endswith("/reply") for link in page.links.keys() - own)
        assert not page.all("//textarea")


def test_the_last_word_is_the_same_on_ones_own_list_and_the_public_one(
    ben: Neighbour, many: Engine, bins: str, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "First.")
    with writing(many) as db:
        item = db.get_one(Item, item_called(many, "Bins on Tuesday"))
        row = db.get_one(Thread, last(many).thread_id)
        row.last_at, row.voices = item.sort_at - timedelta(days=9), 2  # what came with an archive is no news
        bump(db, [alderford.place.id])
    mine, public = (ben.visit(each) for each in ("/you/conversations", "/alderford/conversations"))
    newest = [page.all("//main//time")[0].get("datetime") for page in (mine, public)]
    assert newest[0] == newest[1]
