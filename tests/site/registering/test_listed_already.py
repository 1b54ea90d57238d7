"""What is in the stream already is claimed by its owner, and neither registered nor suggested again."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.mail.models import OutboxMail
from hub.people.persons import actions as persons
from hub.people.persons.models import Person
from tests import town
from tests.duties.publisher import Publisher
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.registering.blogging import (
    BEN,
    found,
    only,
    registered,
    sum_in,
)


def test_what_is_in_the_stream_is_claimed_by_its_owner(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        source = town.source(db, "Old name", alderford.place)
        town.feed(db, source, f"http://{blog.host}/feed/")
    assert "in the stream already" in found(cem, blog, "/suggest").text
    assert "Is it yours?" in found(ben, blog).text
    registered(ben, blog, shows="full")
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    assert "Old name" in ben.visit("/you").text
    with reading(many) as db:
        assert db.get_one(Source, source.id).shows == "full"
        assert len(db.exec(select(Feed).where(Feed.source_id == source.id)).all()) == 1


def test_who_claims_a_source_is_told_what_is_true_of_it(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        town.feed(db, town.source(db, "Old name", alderford.place), f"http://{blog.host}/feed")
    assert "It is in the stream already and stays there" in registered(ben, blog).text
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    letter = post.letters(many, BEN)[-1]
    assert "You speak for “Old name” from now on" in letter
    assert "within a minute" not in letter


def test_who_is_refused_as_its_owner_is_not_told_that_it_left_the_stream(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        town.feed(db, town.source(db, "Old name", alderford.place), f"http://{blog.host}/feed")
    registered(ben, blog)
    ada.post(f"/desk/sources/{only(many).id}", answer="no", words="Show that it is you.")
    assert "You do not speak for" in post.letters(many, BEN)[-1]
    assert "It stays in the stream as it was" in ben.visit(f"/you/registrations/{only(many).id}").text


def test_what_is_bens_already_is_not_registered_again(
    ben: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, ada: Neighbour
) -> None:
    registered(ben, blog)
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    page = found(ben, blog)
    assert "This is yours already" in page.text
    assert "/you/sources/ben-writes" in page.links
    assert "is yours already: your page leads to it" in ben.fill(page, **sum_in(page)).text
    page = found(cem, blog)
    assert "somebody speaks for it" in page.text
    page = cem.fill(page, **sum_in(page), email=BEN)
    assert cem.fill(page, code=post.code(many, BEN)).address.endswith("/you/sources/ben-writes")
    assert only(many).state == "admitted"


def test_ada_hears_that_somebody_speaks_for_it_already(
    ben: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, ada: Neighbour
) -> None:
    with writing(many) as db:
        source = town.source(db, "Old name", alderford.place)
        town.feed(db, source, f"http://{blog.host}/feed")
        owner = Person(name="Bea", joined_at=now())
        db.add(owner)
        db.flush()
        db.add(SourceOwner(source_id=source.id, person_id=owner.id, since=now()))
    registered(ben, blog)
    assert "Ask them before you say yes" in ada.visit(f"/desk/sources/{only(many).id}").text


def test_who_speaks_for_it_already_is_told_of_another_and_shows_no_more_than_they_allowed(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, ada: Neighbour
) -> None:
    with writing(many) as db:
        source = town.source(db, "Old name", alderford.place, shows="link")
        town.feed(db, source, f"http://{blog.host}/feed")
        bea = persons.welcome(db, "bea@hub.example", now())
        db.add(SourceOwner(source_id=source.id, person_id=bea, since=now()))
    registered(ben, blog)
    ada.post(f"/desk/sources/{only(many).id}", answer="yes", words="They know each other.")
    with reading(many) as db:
        assert db.get_one(Source, source.id).shows == "link"
        told = db.exec(select(OutboxMail).where(OutboxMail.to_address == "bea@hub.example")).one()
        assert told.subject == "Somebody else speaks for “Old name” too from now on"


def test_a_site_that_is_listed_is_not_suggested_and_leads_to_its_page(
    cem: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        town.feed(db, town.source(db, "Old name", alderford.place), f"http://{blog.host}/feed")
    page = found(cem, blog, "/suggest")
    assert page.h1 == "Suggest a site"
    assert page.links["/alderford/sources/old-name"] == "Old name"


def test_a_suggestion_cannot_pick_what_is_there(
    cem: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    page = found(cem, blog, "/suggest")
    with writing(many) as db:
        town.feed(db, town.source(db, "Old name", alderford.place), f"http://{blog.host}/feed")
    assert "in the stream already. Pick none" in cem.fill(page, **sum_in(page), email=BEN, note="x").text
