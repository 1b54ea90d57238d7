"""Somebody says that a source in the stream is theirs: who looks after its home decides, and nobody for themselves."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import reading, writing
from hub.people.audit.models import AuditEntry
from hub.people.rules import Kind
from hub.settings import Settings
from tests import town
from tests.duties.publisher import Publisher
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford, signed_in
from tests.site.registering.blogging import HEAD, found, only, registered, sum_in


@pytest.fixture
def eli(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Eli, signed in, who looks after another place."""
    with writing(many) as db:
        weir = town.place(db, "Weir")
    with signed_in("Eli", settings, many, Kind.MENTOR, weir.id) as person:
        yield person


def _heard(many: Engine, alderford: Alderford, blog: Publisher) -> Source:
    """Have the blog in the stream of Alderford, as nobody's."""
    with writing(many) as db:
        source = town.source(db, "Old name", alderford.place)
        town.feed(db, source, f"http://{blog.host}/feed/")
        return source


def _claim(ben: Neighbour, blog: Publisher, place: str) -> str:
    """Have somebody say it is theirs, and about a place; return where that is decided."""
    page = ben.fill(ben.visit("/register"), site=f"http://{blog.host}/", place=place)
    page = ben.fill(page, **sum_in(page))
    return f"/desk/sources/{page.address.rpartition('/')[2]}"


def _owned(db: Session) -> int:
    return len(db.exec(select(SourceOwner)).all())


def test_a_mentor_elsewhere_gives_nobody_a_source_of_ours(
    ben: Neighbour, eli: Neighbour, ada: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    _heard(many, alderford, blog)
    address = _claim(ben, blog, "weir")
    assert "a place you do not look after" in eli.visit(address).text
    assert eli.visit(address).all("//button[@value='yes']") == []
    assert eli.post(address, answer="yes").status == 422
    with reading(many) as db:
        assert _owned(db) == 0
    assert address in ada.visit("/desk/sources").links
    assert ada.post(address, answer="yes").status == 303
    with reading(many) as db:
        assert _owned(db) == 1


def test_what_came_into_the_stream_meanwhile_is_looked_up_at_the_decision(
    ben: Neighbour, eli: Neighbour, root: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    address = _claim(ben, blog, "weir")
    _heard(many, alderford, blog)
    assert eli.post(address, answer="yes").status == 422
    assert root.post(address, answer="yes").status == 303


def test_feeds_of_two_sources_are_told_apart_before_anybody_says_yes(
    ben: Neighbour, root: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    address = _claim(ben, blog, "alderford")
    _heard(many, alderford, blog)
    with writing(many) as db:
        town.feed(db, town.source(db, "Another", alderford.place), f"https://{blog.host}/feed")
    assert "different sources" in root.post(address, answer="yes").text


def test_nobody_lets_in_what_they_registered_as_theirs(
    ada: Neighbour, root: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    for person in (ada, root):
        address = _claim(person, blog, "alderford")
        assert "You sent this yourself" in person.visit(address).text
        assert person.post(address, answer="yes").status == 422
        assert person.post(address, answer="no", words="By mistake.").status == 303


def test_a_mentor_may_let_in_what_they_suggested(ada: Neighbour, blog: Publisher, many: Engine) -> None:
    page = found(ada, blog, "/suggest")
    ada.fill(page, **sum_in(page), note="It is the council.")
    assert ada.post(f"/desk/sources/{only(many).id}", answer="yes", words="The council speaks there.").status == 303
    assert only(many).state == "admitted"


def test_what_a_site_proved_by_itself_stands_in_the_log(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    address = registered(ben, blog).address.removeprefix(ADDRESS)
    blog.says("/", body=f"{HEAD}<meta name=local-hub content={only(many).token}>")
    ben.post(f"{address}/check")
    with reading(many) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.deed == "admit")).all()
        assert (entry.actor_id, entry.after["proved_by"]) == (None, "meta")
    assert "the site itself" in ada.visit("/desk/log").text
