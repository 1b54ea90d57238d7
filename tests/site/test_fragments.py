"""A card is rendered once, kept while what it shows stands, and never longer."""

import pytest
from markupsafe import escape
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.aggregate.items.models import Item
from hub.aggregate.items.queries import Head, Wanted
from hub.db.engine import reading, writing
from hub.places.actions import bump_hub
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.listing import fragments
from hub.site.listing.fragments import Fragment
from hub.site.words import LANGUAGES, speaking
from tests import town


@pytest.fixture
def alderford(many: Engine) -> str:
    """A town in which one thing was said, in hostile words; its slug."""
    with writing(many) as db:
        place = town.place(db, "Alderford")
        voice = town.feed(db, town.source(db, "Ben <b>Weir</b>", place))
        town.item(db, voice, "<script>", [place], [town.tag(db, "Bins")], summary="Said </p> & done", digest="a")
        return place.slug


def test_a_card_is_rendered_from_what_is_there(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        made = _only(db, alderford).card.decode()
    assert "&lt;script&gt;" in made
    assert "Ben &lt;b&gt;Weir&lt;/b&gt;" in made
    assert f"/{alderford}/tags/bins" in made


def test_what_was_found_stands_in_place_of_its_excerpt_alone(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        made = _only(db, alderford)
    found = made.around(escape("…the <bridge>"))
    before, after = (made.card.index(b'<p class="excerpt'), made.card.index(b"</p>", made.card.index(b"excerpt")) + 4)
    assert found == made.card[:before] + "…the &lt;bridge&gt;".encode() + made.card[after:]


def test_the_same_card_is_given_again(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        first = _only(db, alderford)
    with reading(many) as db:
        assert _only(db, alderford) is first


def test_what_its_publisher_changed_is_rendered_anew(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        _only(db, alderford)
    with writing(many) as db:
        said = db.get_one(Item, _head(db, alderford).item_id)
        said.title, said.digest = "Mended", "b"
    with reading(many) as db:
        assert b"Mended" in _only(db, alderford).card


def test_what_the_registry_changed_is_rendered_anew(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        first = _only(db, alderford)
    with writing(many) as db:
        bump_hub(db)
    with reading(many) as db:
        assert _only(db, alderford) is not first


def test_each_language_and_each_place_has_its_own(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        here, head = known(db).place(alderford), _head(db, alderford)
        elsewhere = PlaceView(here.id, "weir", "Weir", "place", None, "Asia/Tokyo")
        english, far = fragments.of(db, here, [head]), fragments.of(db, elsewhere, [head])
        with speaking(LANGUAGES["cy"]):
            welsh = fragments.of(db, here, [head])
    assert b'href="/alderford/sources/' in english[head.item_id].card
    assert b'href="/weir/sources/' in far[head.item_id].card
    assert b'href="/cy/alderford/sources/' in welsh[head.item_id].card


def test_where_no_version_tells_of_changes_nothing_is_kept(many: Engine, alderford: str) -> None:
    with writing(many) as db:
        db.connection().exec_driver_sql("DELETE FROM place_version")
    with reading(many) as db:
        assert _only(db, alderford) is not _only(db, alderford)


def test_an_item_that_is_gone_is_left_out(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        gone = Head(999_999, town.NOON, _head(db, alderford).source_id, "a")
        assert fragments.of(db, known(db).place(alderford), [gone]) == {}
        assert fragments.lines(db, known(db).place(alderford), [gone]) == {}


def test_a_line_says_the_same_in_short(many: Engine, alderford: str) -> None:
    with reading(many) as db:
        head = _head(db, alderford)
        line = fragments.lines(db, known(db).place(alderford), [head])[head.item_id]
    assert "&lt;script&gt;" in line
    assert "done" not in line


def _only(db: Session, slug: str) -> Fragment:
    head = _head(db, slug)
    return fragments.of(db, known(db).place(slug), [head])[head.item_id]


def _head(db: Session, slug: str) -> Head:
    (only,) = items.heads(db, Wanted(known(db).place(slug).id)).heads
    return only
