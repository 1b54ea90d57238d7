"""Ada keeps the venues of Kings Heath: she adds, renames, merges, retires them, and says what calendars mean."""

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.db.lastly import do_deeds
from hub.errors import NotFound
from hub.meet.venues import actions, queries
from hub.meet.venues.actions import Draft
from hub.meet.venues.atlas import atlas
from hub.meet.venues.models import FeedVenue, VenueWork
from hub.meet.venues.rules import Because, Known, Strategy, where
from hub.places import queries as places
from hub.places.models import Place
from tests import town
from tests.town import NOON


@pytest.fixture
def city(db: Session) -> Place:
    return town.place(db, "Birmingham")


@pytest.fixture
def heath(db: Session, city: Place) -> Place:
    return town.place(db, "Kings Heath", city)


def lion(heath: Place, **more: object) -> Draft:
    return Draft("The Red Lion", heath.id, address="1 High St", postcode="b147qh", **more)  # type: ignore[arg-type]


def meant(db: Session, location: str, heath: Place) -> str:
    known = atlas(db)
    found = where(known, location, [heath.id])
    return known.venues[found.venue_id].name if found.venue_id else str(found.because)


def test_a_venue_is_there_and_understood(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath, is_public=True))
    found = queries.view(db, made)
    assert found is not None
    assert (found.slug, found.full_address) == ("the-red-lion", "1 High St, B14 7QH")
    assert meant(db, "Room 2, The Red Lion", heath) == "The Red Lion"
    assert [each.id for each in queries.public_places(db, heath.parent_id or heath.id)] == [made]


def test_no_venue_takes_the_address_of_another_or_of_a_page_of_the_desk(db: Session, heath: Place) -> None:
    for name in ("The Red Lion", "The red lion", "New", "!!!"):
        actions.add(db, Draft(name, heath.id))
    slugs = {each.slug for each in queries.in_place(db, heath.id)}
    assert slugs == {"the-red-lion", "the-red-lion-2", "new-venue", "venue"}


def test_what_it_was_called_goes_on_being_understood(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath))
    actions.change(db, made, Draft("The Hare", heath.id))
    assert meant(db, "The Red Lion", heath) == "The Hare"
    assert queries.aliases(db, made) == ["The Red Lion"]
    actions.change(db, made, Draft("the hare", heath.id))
    assert queries.aliases(db, made) == ["The Red Lion"]


def test_other_spellings_are_those_that_were_typed(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath))
    actions.set_aliases(db, made, ["Red Lion", "RL", "red-lion", "…"])
    assert set(queries.aliases(db, made)) == {"red-lion", "RL"}
    actions.set_aliases(db, made, ["RL"])
    assert queries.aliases(db, made) == ["RL"]
    assert meant(db, "Red Lion", heath) == ""
    assert not actions.alias(db, made, "rl")
    assert not actions.alias(db, made, "The Red Lion")


def test_two_that_are_one_lead_to_the_heir_and_can_be_parted(db: Session, heath: Place) -> None:
    old, new = actions.add(db, lion(heath)), actions.add(db, Draft("The Hare", heath.id))
    assert actions.merge(db, old, new)
    assert meant(db, "The Red Lion", heath) == "The Hare"
    assert queries.views(db, [old, new])[old].id == new
    assert [each.name for each in queries.in_place(db, heath.id)] == ["The Hare"]
    assert [each.name for each in queries.merged_into(db, new)] == ["The Red Lion"]
    assert not actions.merge(db, new, old)
    assert not actions.merge(db, new, new)
    assert actions.part(db, old)
    assert not actions.part(db, old)
    assert meant(db, "The Red Lion", heath) == "The Red Lion"


def test_a_chain_of_merges_ends_at_the_last(db: Session, heath: Place) -> None:
    one, two, three = (actions.add(db, Draft(name, heath.id)) for name in ("One", "Two", "Three"))
    assert actions.merge(db, one, two)
    assert actions.merge(db, two, three)
    assert queries.views(db, [one])[one].id == three
    assert meant(db, "One", heath) == "Three"


def test_where_nobody_meets_any_more_nothing_is_said_to_be(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath))
    assert actions.mean(db, heath.id, "The pub", made, NOON)
    actions.retire(db, made)
    assert meant(db, "The Red Lion", heath) == meant(db, "The pub", heath) == ""
    assert queries.in_place(db, heath.id) == []
    assert len(queries.in_place(db, heath.id, with_retired=True)) == 1
    actions.reopen(db, made)
    assert meant(db, "The pub", heath) == "The Red Lion"


def test_what_was_said_of_a_location_is_kept_and_taken_back(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath))
    assert not actions.mean(db, heath.id, "…", made, NOON)
    assert actions.mean(db, heath.id, "T.B.C.", None, NOON)
    assert meant(db, "tbc", heath) == Because.NO_PLACE
    assert [(each.label, each.venue) for each in queries.decided(db, [heath.id])] == [("T.B.C.", None)]
    assert actions.mean(db, heath.id, "TBC", made, NOON)
    assert meant(db, "tbc", heath) == "The Red Lion"
    assert actions.unsay(db, heath.id, "tbc")
    assert not actions.unsay(db, heath.id, "tbc")
    assert meant(db, "tbc", heath) == ""


def test_consent_is_noted_and_forgotten(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath))
    actions.agree(db, made, "the landlord, on the telephone", NOON)
    found = queries.view(db, made)
    assert found is not None
    assert (found.lists_others, found.agreed_words, found.agreed_at) == (True, "the landlord, on the telephone", NOON)
    actions.disagree(db, made)
    found = queries.view(db, made)
    assert found is not None
    assert (found.lists_others, found.agreed_words, found.agreed_at) == (False, "", None)


def test_a_calendar_is_where_its_mentor_says(db: Session, heath: Place) -> None:
    feed: Feed = town.feed(db, town.source(db, "Lion diary", heath))
    made = actions.add(db, lion(heath))
    actions.settle_calendar(db, feed.id, heath.id, Strategy.ALWAYS, made)
    actions.settle_calendar(db, feed.id, heath.id, Strategy.UNLESS, made)
    assert queries.usual_of(db, [feed.id])[feed.id].strategy is Strategy.UNLESS
    assert atlas(db).usual[feed.id].venue_id == made
    actions.retire(db, made)
    assert atlas(db).usual == {}
    actions.settle_calendar(db, feed.id, heath.id, Strategy.EVENT, None)
    actions.settle_calendar(db, feed.id, heath.id, Strategy.EVENT, None)
    assert db.exec(select(FeedVenue)).all() == []


def test_whatever_changes_has_the_town_asked_anew_and_pages_made_anew(db: Session, city: Place, heath: Place) -> None:
    before = places.version_of(db, heath.id)
    made = actions.add(db, lion(heath))
    work = db.exec(select(VenueWork)).one()
    assert work.place_id == city.id
    actions.change(db, made, lion(heath, lat=52.4, lon=-1.9))
    do_deeds(db)
    assert places.version_of(db, heath.id) > before


def test_a_venue_that_may_be_there_already_is_shown(db: Session, heath: Place) -> None:
    made = actions.add(db, lion(heath))
    tree = places.tree(db)
    new = Known(heath.id, heath.id, "Red Lion pub")
    assert [each.id for each in queries.alike_to(db, new, tree)] == [made]
    assert [each.id for each in queries.found(db, "lion", [heath.id])] == [made]
    assert queries.found(db, "100%", [heath.id]) == []


def test_nothing_is_done_with_a_venue_nobody_added(db: Session, heath: Place) -> None:
    with pytest.raises(NotFound):
        actions.retire(db, heath.id)
    assert queries.view(db, heath.id) is None
    assert queries.as_kept(db, heath.id) is None
    assert queries.venue(db, "none") is None
