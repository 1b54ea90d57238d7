"""Ben sees which agreed tags fit what he is about to publish, before he does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerHour
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, select

from hub.aggregate.tagging.hints import Neighbours
from hub.db.engine import writing
from hub.establish.tags.models import Ruling, Tag, TagEdge, TagLabel
from hub.establish.tags.rules import Bond, Stand
from hub.kit.text import label_key
from hub.places.actions import bump_hub
from hub.places.rules import WHOLE_HUB
from hub.site.pages import draft
from hub.site.pages.draft import LONGEST_TEXT
from hub.site.wordbook.drafts import MOST_UNCLEAR, sentence_around
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

DRAFT = "/alderford/draft"


def test_a_draft_shows_the_words_that_suggest_each_tag(cem: Neighbour, alderford: Alderford) -> None:
    form = cem.visit(DRAFT)
    page = cem.fill(form, title="My week", text="It rained. They took the refuse on Tuesday! Then I slept.")

    assert (page.status, page.h1) == (200, "Which tags fit my draft?")
    assert page.words("//section//h3")[0] == "Bins & recycling"
    assert page.words("//blockquote") == ["They took the refuse on Tuesday!"]
    assert page.words("//mark") == ["refuse"]
    assert "Your text says “refuse”." in page.text
    assert page.words("//pre") == ["Bins & recycling", "#BinsAndRecycling"]
    assert page.headers["cache-control"] == "no-store"


def test_what_was_pasted_stays_in_the_form(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.fill(cem.visit(DRAFT), title="Refuse & rope", text="\nOne <b>line</b>\nand another")

    assert page.all("//input[@id='title']")[0].get("value") == "Refuse & rope"
    assert page.all("//textarea")[0].value.strip() == "One <b>line</b>\nand another"


def test_title_and_hashtags_count(cem: Neighbour, alderford: Alderford) -> None:
    titled = cem.post(DRAFT, title="The refuse strike", text="")
    hashed = cem.post(DRAFT, title="", text="A long walk. #BinsAndRecycling")

    assert "Your title says “refuse”." in titled.text
    assert titled.words("//mark") == ["refuse"]
    assert "Your hashtag “#BinsAndRecycling” means it." in hashed.text
    assert hashed.words("//mark") == ["#BinsAndRecycling"]


def test_what_a_tag_is_part_of_fits_too(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        environment = town.tag(db, "Environment")
        db.add(TagEdge(tag_id=alderford.bins.id, other_id=environment.id, bond=Bond.BROADER))
        bump_hub(db)
    page = cem.post(DRAFT, title="", text="No refuse today.")

    assert page.words("//section//li/h3") == ["Bins & recycling", "Environment"]
    assert "“Bins & recycling” fits, which is part of this." in page.text


def test_a_word_that_means_several_things_is_named(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        db.add(Ruling(scope_id=WHOLE_HUB, key=label_key("the common"), label="the common", stand=Stand.AMBIGUOUS))
        for name in ("North Common", "South Common"):
            town.tag(db, name, also=["the common"])
        bump_hub(db)
    page = cem.post(DRAFT, title="", text="We met. A fox on the common, at noon.")

    assert "Words that mean several things here" in page.text
    assert "A fox on the common, at noon." in page.words("//li/q")
    assert page.words("//section//h3")[0] != "North Common"  # none of them fits
    (told,) = page.words("//li/p[@class='tags']")
    assert told == "It could mean: North Common (in the whole hub) South Common (in the whole hub)"
    assert {"/alderford/tags/north-common", "/alderford/tags/south-common"} <= page.links.keys()


def test_it_is_said_where_each_meaning_of_an_unclear_word_counts(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        db.add(Ruling(scope_id=alderford.place.id, key="tip", label="tip", stand=Stand.AMBIGUOUS))
        elsewhere = town.place(db, "Elsewhere")
        for here in (alderford.mill_end, elsewhere):
            tag = town.tag(db, f"Advice of {here.name}")
            db.add(TagLabel(tag_id=tag.id, scope_id=here.id, key="tip", label="tip"))
        town.tag(db, "Gone", also=["tip"], retired=True)
        bump_hub(db)
    (told,) = cem.post(DRAFT, title="A tip", text="").words("//li/p[@class='tags']")

    assert told == "It could mean: Advice of Mill End (in Mill End only)"


def test_an_unclear_word_without_any_meaning_hints_at_what_looks_like_it(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        db.add(Ruling(scope_id=WHOLE_HUB, key="refuses", label="refuses", stand=Stand.AMBIGUOUS))
        db.add(Ruling(scope_id=WHOLE_HUB, key="zymurgy", label="zymurgy", stand=Stand.AMBIGUOUS))
        bump_hub(db)
    page = cem.post(DRAFT, title="She refuses zymurgy", text="")

    assert page.words("//li/p[@class='tags']") == ["Perhaps you mean: Bins & recycling"]


def test_no_draft_has_the_hub_look_for_thousands_of_words(
    cem: Neighbour, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for: list[object] = []

    def look(*asked: object) -> Neighbours:
        looked_for.append(asked)
        return Neighbours()

    monkeypatch.setattr("hub.site.wordbook.drafts.near", look)
    page = cem.post(DRAFT, title="", text=" ".join(f"#odd{number}" for number in range(2_000)))

    assert page.status == 200
    assert len(looked_for) == len(page.words("//li/q")) == MOST_UNCLEAR


def test_where_nothing_fits_the_way_on_is_shown(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.post(DRAFT, title="", text="Zymurgy!")

    assert "No agreed tag fits yet" in page.text
    assert {"/alderford/tags", "/alderford/proposals/new"} <= page.links.keys()


@pytest.mark.parametrize(
    ("title", "text", "sentence"),
    [
        ("", " \n", "Paste a few sentences"),
        ("", "a" * (LONGEST_TEXT + 1), "This is too long"),
        ("t" * 501, "", "This is too long"),
        ("", "refuse \0", "signs in it that cannot be shown"),
    ],
)
def test_what_cannot_be_looked_at_comes_back_with_a_sentence(
    cem: Neighbour, alderford: Alderford, title: str, text: str, sentence: str
) -> None:
    page = cem.post(DRAFT, title=title, text=text)

    assert page.status == 422
    assert sentence in page.text


def test_a_whole_book_can_be_pasted_in_any_script(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.post(DRAFT, title="", text="東京" * 15_000 + " refuse")

    assert page.words("//mark") == ["refuse"]
    assert len(page.words("//blockquote")[0]) < 250


def test_nothing_of_a_draft_is_stored(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    cem.post(DRAFT, title="Quibblethorpe", text="refuse Quibblethorpe")

    with Session(many) as db:
        for table in inspect(many).get_table_names():
            rows = db.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 -- names of our own tables
            assert not [row for row in rows if "Quibblethorpe" in str(row)], table


def test_one_network_cannot_keep_the_hub_busy(
    cem: Neighbour, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "OF_NETWORK", RateLimitItemPerHour(3, namespace="drafts-network"))
    for _ in range(3):
        assert cem.post(DRAFT, title="", text="").status == 422  # what was not looked at does not count
    answers = [cem.post(DRAFT, title="", text="a").status for _ in range(3)]

    assert set(answers) == {200}
    refused = cem.post(DRAFT, title="", text="a")
    assert refused.status == 429
    assert "Too many drafts came from where you are." in refused.text


def test_a_draft_of_a_place_nobody_knows_is_not_there(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit("/nowhere/draft").status == 404
    assert cem.post("/nowhere/draft", title="", text="refuse").status == 404


@given(text=st.text("ab .!?\n", min_size=1, max_size=60), data=st.data())
def test_a_sentence_holds_its_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    if not text[start].isalpha():
        return
    end = start + 1
    sentence, (left, right) = sentence_around(text, start, end)

    assert sentence[left:right] == text[start:end]
    assert sentence == sentence.strip()
    assert sentence in text


def test_a_mention_of_a_retired_tag_suggests_nothing(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        bins = db.exec(select(Tag).where(Tag.slug == "bins-and-recycling")).one()
        bins.retired = True
        db.add(bins)
        bump_hub(db)

    assert "No agreed tag fits yet" in cem.post(DRAFT, title="", text="refuse").text
