"""What Cem reads about the agreed words of a place, and where their addresses lead."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.items.models import ItemLabel
from hub.aggregate.tagging.models import Retagging
from hub.db.engine import writing
from hub.establish.deciding.models import Decision, DecisionTag
from hub.establish.tags.models import Tag, TagLabel
from hub.establish.tags.rules import Bond
from hub.kit.clock import now
from hub.kit.text import label_key
from hub.people.persons import actions as persons
from hub.places.actions import bump_hub
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.word_list import BINS, section, tie


def spell(db: Session, tag: Tag, label: str, scope_id: UUID = WHOLE_HUB, near: str = "", not_near: str = "") -> None:
    """Add a spelling of a tag."""
    key = label_key(label)
    db.add(TagLabel(tag_id=tag.id, scope_id=scope_id, key=key, label=label, near=near, not_near=not_near))
    db.flush()
    bump_hub(db)


def decide(db: Session, tag: Tag, origin: str, by_id: UUID | None = None) -> int:
    """Write the decision a tag was agreed on by."""
    made = Decision(at=town.NOON, by_id=by_id, origin=origin, place_id=WHOLE_HUB, script=[], images=[], reason="Asked")
    db.add(made)
    db.flush()
    assert made.id is not None
    db.add(DecisionTag(tag_id=tag.id, decision_id=made.id))
    db.flush()
    return made.id


def test_each_tag_is_told_with_what_helps_to_use_it(cem: Neighbour, alderford: Alderford) -> None:
    told = section(cem.visit("/alderford/tags"), "bins-and-recycling")

    assert "Collections and tips" in told
    assert "Means the same: refuse" in told
    assert "As a category on a blog: Bins & recycling" in told
    assert "#BinsAndRecycling" in told
    assert "Bins on Tuesday" in told
    assert "1 item in the last 30 days" in told


def test_a_spelling_says_where_and_beside_which_words_it_counts(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        bins = db.get_one(Tag, alderford.bins.id)
        spell(db, bins, "the tip", alderford.mill_end.id)
        spell(db, bins, "skip", near="rubbish", not_near="rope")
        elsewhere = town.place(db, "Elsewhere")
        spell(db, bins, "the dump", elsewhere.id)
    told, own = section(cem.visit("/alderford/tags"), "bins-and-recycling"), cem.visit(BINS).text

    for page in (told, own):
        assert "the tip (in Mill End only)" in page
        assert "skip (near “rubbish”) (not near “rope”)" in page
        assert "the dump" not in page


def test_narrower_tags_stand_under_their_broader_one_each_once(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        bins = db.get_one(Tag, alderford.bins.id)
        bulky, environment = town.tag(db, "Bulky waste"), town.tag(db, "Environment")
        tie(db, bulky, bins, Bond.BROADER)
        tie(db, bins, environment, Bond.BROADER)
        tie(db, bulky, environment, Bond.BROADER)
    page = cem.visit("/alderford/tags")

    assert page.words("//section/h2")[0] == "Environment"
    assert page.words("//section//h3")[:2] == ["Bins & recycling", "Bulky waste"]
    assert page.words("//h2 | //h3").count("Bulky waste") == 1
    assert "Part of Bins & recycling Environment" in section(page, "bulky-waste")


def test_names_of_places_have_a_section_of_their_own(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.tag(db, "Mill End", place_id=alderford.mill_end.id)
    page = cem.visit("/alderford/tags")

    assert "Mill End" in section(page, "places")
    assert "Mill End" not in page.words("//section/h2")


def test_many_tags_come_page_by_page(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        for number in range(100, 200):
            town.tag(db, f"Word {number}")
    pages = [cem.visit("/alderford/tags"), *(cem.visit(f"/alderford/tags?page={n}") for n in (2, 3))]
    told = [name for page in pages for name in page.words("//section[@class='agreed']/h2")]

    assert told == ["Bins & recycling", *(f"Word {number}" for number in range(100, 200))]
    assert pages[0].words("//nav[@class='index']//a") == [
        "Bins & recycling to Word 138",
        "Word 139 to Word 178",
        "Word 179 to Word 199",
    ]
    assert "More tags" in pages[1].text
    assert "More tags" not in pages[2].text
    assert cem.visit("/alderford/tags?page=9").text == pages[2].text
    assert cem.visit("/alderford/tags?page=0").status == 400


def test_a_place_without_tags_says_so(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Newtown")
    page = cem.visit("/newtown/tags")

    assert "Nobody agreed on a tag here so far." in page.text
    assert "/newtown/proposals/new" in page.links


def test_who_agreed_and_when_is_said(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        bins, ponds = db.get_one(Tag, alderford.bins.id), town.tag(db, "Ponds", origin="desk")
        fairs, older = town.tag(db, "Fairs", origin="desk"), town.tag(db, "Older")
        ada = persons.welcome(db, "ada@hub.example", now())
        persons.describe(db, ada, "Ada", "en")
        nameless = persons.welcome(db, "shy@hub.example", now())
        first = decide(db, bins, "file")
        decide(db, bins, "mentor", ada)
        decide(db, ponds, "mentor", ada)
        decide(db, fairs, "agreed", nameless)
        decide(db, older, "mentor", ada)  # a tag of the file, from before there was a log
    page = cem.visit("/alderford/tags")

    assert "In the town’s tag file since" in section(page, "bins-and-recycling")
    assert f"/alderford/decisions/{first}" in page.links
    assert "Agreed by Ada on" in section(page, "ponds")
    assert "Agreed on" in section(page, "fairs")
    assert "shy" not in page.text
    assert section(page, "older").endswith("In the town’s tag file.")


def test_it_is_said_while_older_posts_are_sorted_anew(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        request = Retagging(place_id=WHOLE_HUB, asked_at=now())
        db.add(request)
        db.flush()
        bump_hub(db)
    waiting = cem.visit("/alderford/tags").text
    with writing(many) as db:
        row = db.get_one(Retagging, request.id)
        row.total, row.looked_at = 50, 20
        db.add(row)
        bump_hub(db)

    assert "older posts are about to be sorted anew" in waiting
    assert "Sorting 50 older posts anew: 40 % done." in cem.visit("/alderford/tags").text
    assert "Sorting 50 older posts anew: 40 % done." in cem.visit(BINS).text


def test_a_tag_says_what_it_hangs_together_with(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        bins = db.get_one(Tag, alderford.bins.id)
        for name, bond in (("Environment", Bond.BROADER), ("Repair", Bond.RELATED), ("Bin men FC", Bond.DIFFERENT)):
            tie(db, bins, town.tag(db, name), bond)
        tie(db, town.tag(db, "Bulky waste"), bins, Bond.BROADER)
    page = cem.visit(BINS)

    for words in ("Part of Environment", "Parts of it Bulky waste", "Related Repair", "Different from Bin men FC"):
        assert words in page.text
    assert "Parts of it Bins & recycling" in cem.visit("/alderford/tags/environment").text
    assert "Related Bins & recycling" in cem.visit("/alderford/tags/repair").text


def test_a_list_of_tags_stands_on_other_sites(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Courier", db.merge(alderford.place)), url="https://c.example/feed")
        ponds = town.tag(db, "Ponds")
        for number in range(3):
            town.item(db, feed, f"Pond {number}", [alderford.place], [ponds], now() - timedelta(hours=number + 1))
    frame = cem.visit("/alderford/embed?show=tags")

    assert frame.h1 == "Tags of Alderford"
    assert frame.words("//main/ul/li/a") == ["Ponds", "Bins & recycling"]
    assert frame.words("//main/ul/li/span") == ["3", "1"]
    assert "frame-ancestors *" in frame.headers["content-security-policy"]


def test_the_address_of_all_tags_is_known_to_oembed(cem: Neighbour, alderford: Alderford) -> None:
    told = cem.visit("/oembed?url=https://hub.example/alderford/tags").json

    assert told["title"] == "Tags of Alderford"
    assert "show=tags" in told["html"]
    assert 'value="tags" checked' in cem.visit("/alderford/follow?show=tags").source


def test_what_publishers_file_beside_a_tag_can_be_proposed_from_its_page(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        bins = db.get_one(Tag, alderford.bins.id)
        feed = town.feed(db, town.source(db, "Wheels", alderford.place), "https://wheels.example/feed")
        for number in range(3):
            item = town.item(db, feed, f"Post {number}", [alderford.place], [bins])
            for label in ("wheelies", "w" * 81):
                db.add(ItemLabel(item_id=item.id or 0, key=label, label=label))
        bump_hub(db)

    page = cem.visit("/alderford/tags/bins-and-recycling")

    assert "Often filed beside it, but no tag yet: wheelies 3 of" in page.text
    assert "w" * 81 not in page.text
    assert "/alderford/proposals/new/spelling?tag=bins-and-recycling&amp;label=wheelies" in page.source
    assert "Often filed beside" not in cem.visit("/mill-end/tags/bins-and-recycling").text
