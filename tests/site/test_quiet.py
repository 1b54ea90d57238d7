"""Ada writes to who has gone quiet."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import writing
from hub.kit.clock import now
from hub.people.persons.queries import by_email
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford

BEN = "ben@hub.example"
WEEK = 7 * 86_400
ADDRESS = "/desk/quiet/mill-end-diary"


@pytest.fixture
def quiet(many: Engine, alderford: Alderford) -> None:
    """The diary of Mill End wrote every week and stopped two months ago."""
    with writing(many) as db:
        feed = db.exec(select(Feed).where(Feed.id == alderford.diary.id)).one()
        feed.trouble, feed.post_gap, feed.looked_at = "", WEEK, now()
        feed.last_post_at = now() - timedelta(days=60)


@pytest.mark.usefixtures("quiet")
def test_ada_mails_a_kind_word_to_ben(ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        owner = by_email(db, BEN)
        assert owner
        db.add(SourceOwner(source_id=alderford.diary.source_id, person_id=owner.id, since=town.NOON))
    assert "every 7 days" in ada.visit("/desk/quiet").text
    page = ada.visit(ADDRESS)
    assert "We mail it to Ben" in page.text
    assert ada.fill(page, words="").status == 422
    assert ada.fill(page, words="We miss you!", follow=False).status == 303
    assert "We miss you!" in post.letters(many, BEN)[-1]
    assert "Mill End Diary" not in ada.visit("/desk/quiet").words("//main")[0]
    assert ada.visit(ADDRESS).status == 404


@pytest.mark.usefixtures("quiet")
def test_whom_nobody_speaks_for_is_greeted_in_another_way(ada: Neighbour) -> None:
    page = ada.visit(ADDRESS)
    assert "Nobody here speaks for this source" in page.text
    ada.fill(page, words="Phoned.")
    assert ada.visit(ADDRESS).status == 404


@pytest.mark.usefixtures("quiet")
def test_ada_leaves_them_in_peace(ada: Neighbour) -> None:
    ada.post("/desk/quiet", do="leave", row=["mill-end-diary", "nobody"])
    assert ada.visit(ADDRESS).status == 404


@pytest.mark.usefixtures("quiet")
def test_who_looks_after_another_place_is_not_asked(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        elsewhere = town.source(db, "Elsewhere Diary", town.place(db, "Elsewhere"))
        town.feed(db, elsewhere, post_gap=WEEK, last_post_at=now() - timedelta(days=60), looked_at=now())
    assert "Elsewhere Diary" not in ada.visit("/desk/quiet").text
    assert ada.visit("/desk/quiet/elsewhere-diary").status == 404
