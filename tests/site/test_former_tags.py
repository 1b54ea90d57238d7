"""Where the addresses of tags lead that became another one, were renamed or are gone."""

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.establish.tags.models import FormerSlug, Tag
from hub.establish.tags.rules import Bond
from hub.places.actions import bump_hub
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.word_list import BINS, section, tie


@pytest.fixture
def merged(alderford: Alderford, many: Engine) -> None:
    """Rubbish became bins, waste was renamed to it, and floods was retired."""
    with writing(many) as db:
        town.tag(db, "Rubbish", retired=True, heir_id=alderford.bins.id)
        db.add(FormerSlug(slug="waste", tag_id=alderford.bins.id))
        floods = town.tag(db, "Floods", retired=True)
        db.add(FormerSlug(slug="high-water", tag_id=floods.id))
        bump_hub(db)


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("slug", ["rubbish", "waste"])
@pytest.mark.parametrize("rest", ["", ".atom", ".rss", ".json", "?kind=council", ".atom?kind=council&kind=press"])
def test_the_address_of_a_merged_or_renamed_tag_leads_to_its_heir(cem: Neighbour, slug: str, rest: str) -> None:
    moved = cem.visit(f"/alderford/tags/{slug}{rest}")

    assert moved.status == 301
    assert moved.headers["location"] == BINS + rest
    assert moved.headers["cache-control"] == "no-store"
    assert cem.visit(moved.headers["location"]).status == 200


@pytest.mark.usefixtures("merged")
def test_an_old_address_keeps_its_language(cem: Neighbour) -> None:
    assert cem.visit("/cy/alderford/tags/rubbish").headers["location"] == f"/cy{BINS}"


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("address", ["/alderford?tag=rubbish", "/alderford/search?tag=waste", "/alderford?tag=waste"])
def test_a_stream_asked_for_by_an_old_tag_shows_its_heir(cem: Neighbour, address: str) -> None:
    page = cem.visit(address)

    assert page.words("//article//h3 | //article//h2") == ["Bins on Tuesday"]
    assert "with Bins & recycling" in page.text
    assert "Nobody agreed" not in page.text


@pytest.mark.usefixtures("merged")
def test_the_canonical_address_names_the_heir(cem: Neighbour) -> None:
    (link,) = cem.visit("/alderford?tag=rubbish").all("//link[@rel='canonical']")

    assert link.get("href") == "https://hub.example/alderford?tag=bins-and-recycling"


@pytest.mark.usefixtures("merged")
def test_feeds_frames_and_programs_get_the_heir_too(cem: Neighbour) -> None:
    assert "Bins on Tuesday" in cem.visit("/alderford.atom?tag=rubbish").source
    assert "Bins on Tuesday" in cem.visit("/alderford/embed?tag=rubbish").source
    assert "Library hours" not in cem.visit("/alderford/embed?tag=rubbish").source
    found = cem.visit("/api/v1/items?place=alderford&tag=waste").json
    assert [item["title"] for item in found["items"]] == ["Bins on Tuesday"]
    assert found["remarks"] == []
    told = cem.visit("/oembed?url=https://hub.example/alderford/tags/rubbish").json
    assert "tag=" in told["html"]


@pytest.mark.usefixtures("merged")
def test_what_an_old_tag_leaves_out_its_heir_leaves_out(cem: Neighbour) -> None:
    assert "Bins on Tuesday" not in cem.visit("/alderford?not=rubbish").text


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("slug", ["floods", "high-water"])
def test_a_retired_tag_says_that_it_is_gone(cem: Neighbour, slug: str) -> None:
    page = cem.visit(f"/alderford/tags/{slug}")

    assert page.status == 410
    assert page.h1 == "Floods is no longer a tag"
    assert [cem.visit(f"/alderford/tags/{slug}.{each}").status for each in ("atom", "rss", "json")] == [410, 410, 410]
    assert "Floods" not in section(cem.visit("/alderford/tags"), "main")


def test_a_tag_nobody_ever_agreed_on_is_not_there(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit("/alderford/tags/nonsense").status == 404
    assert cem.visit("/alderford/tags/nonsense.atom").status == 404


@pytest.mark.usefixtures("merged")
def test_a_tag_that_takes_a_former_slug_has_it(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.tag(db, "Waste")

    assert cem.visit("/alderford/tags/waste").h1 == "Waste in Alderford"


@pytest.mark.usefixtures("merged")
def test_programs_learn_spellings_broader_tags_and_what_became_of_others(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        tie(db, db.get_one(Tag, alderford.bins.id), town.tag(db, "Environment"), Bond.BROADER)
    usual = {tag["slug"]: tag for tag in cem.visit("/api/v1/tags?place=alderford").json["tags"]}
    all_of_them = {tag["slug"]: tag for tag in cem.visit("/api/v1/tags?former=true").json["tags"]}

    assert usual.keys() == {"bins-and-recycling", "environment"}
    assert usual["bins-and-recycling"]["spellings"] == ["Bins & recycling", "refuse"]
    assert usual["bins-and-recycling"]["broader"] == ["environment"]
    assert (all_of_them["rubbish"]["retired"], all_of_them["rubbish"]["heir"]) == (True, "bins-and-recycling")
    assert (all_of_them["floods"]["retired"], all_of_them["floods"]["heir"]) == (True, None)


@pytest.mark.usefixtures("merged")
def test_the_heir_says_what_it_was_called_once(cem: Neighbour) -> None:
    assert "Once called: Rubbish" in cem.visit(BINS).text
