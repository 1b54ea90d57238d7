"""What somebody wrote is not lost when a conversation closes between their words and their code."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.replies.models import Reply
from hub.communicate.threads.actions import close, reopen, slow
from hub.db.engine import writing
from hub.kit.clock import now
from tests.neighbours import Neighbour, Page
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.replied import item_called, known_well, last, speak

CEM = "cem@hub.example"
WORDS = "Mine were *not* emptied.\n\nNor were those next door."


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


@pytest.fixture
def thread(ben: Neighbour, many: Engine, bins: str) -> int:
    """A conversation that is under way."""
    known_well(many, "Ben")
    speak(ben, bins, "First.")
    return last(many).thread_id


@pytest.fixture
def asked(cem: Neighbour, thread: int, bins: str) -> Page:
    """The page that asks Cem for the code that confirms his reply."""
    assert thread
    return cem.visit(speak(cem, bins, WORDS, email=CEM).headers["location"])


def _typed(page: Page) -> str:
    return str(page.all("//textarea[@readonly]")[0].text).strip()


def test_a_closed_thread_gives_the_words_back_and_the_same_code_says_them_once_it_is_open(
    cem: Neighbour, many: Engine, alderford: Alderford, thread: int, asked: Page
) -> None:
    code = post.code(many, CEM)
    with writing(many) as db:
        close(db, alderford.place.id, thread, "All is said.", now())
    refused = cem.fill(asked, code=code)
    assert (refused.status, refused.h1) == (409, "This conversation is closed. All is said.")
    assert _typed(refused) == WORDS
    assert refused.headers["cache-control"] == "no-store"
    with writing(many) as db:
        reopen(db, alderford.place.id, thread)
    way = next(link for link in refused.links if link.startswith("/confirm/"))
    assert cem.fill(cem.visit(way), code=code).h1 == "Your reply"
    assert last(many).words == WORDS


def test_the_link_of_the_mail_is_not_used_up_either(
    cem: Neighbour, many: Engine, alderford: Alderford, thread: int, asked: Page
) -> None:
    assert asked.status == 200
    link = post.link(many, CEM)
    with writing(many) as db:
        close(db, alderford.place.id, thread, "", now())
    refused = cem.post(link, follow=True)
    assert (refused.status, _typed(refused)) == (409, WORDS)
    with writing(many) as db:
        reopen(db, alderford.place.id, thread)
    assert cem.post(link, follow=True).h1 == "Your reply"


def test_a_slowed_thread_says_when_to_try_again(
    cem: Neighbour, many: Engine, alderford: Alderford, thread: int, bins: str, asked: Page
) -> None:
    first, second = post.code(many, CEM), speak(cem, bins, "And on Friday?", email=CEM)
    assert cem.fill(asked, code=first).h1 == "Your reply"
    with writing(many) as db:
        slow(db, alderford.place.id, thread, now())
    waits, code = cem.visit(second.headers["location"]), post.code(many, CEM)
    refused = cem.fill(waits, code=code)
    assert "you may speak again in 2 minutes" in str(refused.h1)
    assert _typed(refused) == "And on Friday?"
    with writing(many) as db:
        said_by = last(many).person_id
        for each in db.exec(select(Reply).where(Reply.person_id == said_by)):
            each.said_at -= timedelta(minutes=3)
    assert cem.fill(waits, code=code).h1 == "Your reply"


def test_who_leaves_a_reply_as_it_is_comes_back_to_where_it_stands(
    ada: Neighbour, mo: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ada")
    speak(ada, bins, "The key is under the pot.", who="neighbours")
    local = last(many)
    private = mo.visit(f"/you/conversations/{local.thread_id}")
    assert f"/replies/{local.id}/hide" in private.links
    assert _left(mo, local.id) == f"/you/conversations/{local.thread_id}"
    waits = cem.visit(speak(cem, bins, "Hello.", email=CEM).headers["location"])
    cem.fill(waits, code=post.code(many, CEM))
    assert _left(mo, last(many).id) == f"/desk/replies/{last(many).id}"


def _left(mo: Neighbour, reply_id: UUID) -> str:
    """Have Mo leave a reply as it is; return where that leads, which is a page."""
    page = mo.visit(f"/replies/{reply_id}/hide")
    (back,) = [str(link.get("href")) for link in page.all("//main//a") if link.text == "Leave it as it is"]
    assert mo.visit(back.partition("#")[0]).status == 200
    return back.partition("#")[0]
