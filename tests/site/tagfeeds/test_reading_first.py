"""What strangers wrote is read before it appears; their authors are trusted, or never heard again."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import FeedDocument
from hub.aggregate.items.models import Item
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.cases.models import Withholding
from hub.people.rules import Kind
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford, signed_in
from tests.site.tagfeeds import services as shapes
from tests.site.tagfeeds.conftest import Elsewhere
from tests.site.tagfeeds.desk import SHELF, TAG, feed_page, keys


def test_nothing_appears_before_ada_said_yes(
    ada: Neighbour, cem: Neighbour, elsewhere: Elsewhere, alderford: Alderford
) -> None:
    elsewhere.says(("ben", "The weir roars"), ("mary", "Otters below the mill"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    assert "The weir roars" not in cem.visit("/alderford").text
    assert ada.visit("/desk").links[SHELF].startswith("Posts found by tags")
    page = ada.visit(SHELF)
    assert len(page.articles) == 2
    assert "By @ben@m.example, found by #Alderford" in page.text
    weir = next(key for key, words in zip(keys(page), page.articles, strict=True) if "weir" in words)
    assert "Done: 1 row" in ada.post(SHELF, row=weir, do="let-through", follow=True).text
    shown = cem.visit("/alderford").text
    assert "The weir roars" in shown
    assert "Otters" not in shown
    assert "Neighbours elsewhere" in shown
    assert "Alderford: #Alderford · 127.0.0.1 filed it under “alderford”." in shown
    assert len(cem.visit("/alderford?kind=neighbours").articles) == 1
    assert len(ada.visit(SHELF).articles) == 1


def test_of_what_ada_refuses_nothing_is_left(ada: Neighbour, elsewhere: Elsewhere, many: Engine) -> None:
    elsewhere.says(("ben", "Buy my boots"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    (key,) = keys(ada.visit(SHELF))
    ada.post(SHELF, row=key, do="refuse")
    assert ada.visit(SHELF).articles == []
    elsewhere.says(("ben", "Buy my boots"), ("mary", "Otters"))
    elsewhere.looks()
    with reading(many) as db:
        gone = db.get_one(Item, int(key))
        assert (gone.link, gone.title, gone.author, gone.summary, gone.html) == ("", "", "", "", "")
        assert db.get_one(Withholding, ("item", key)).measure == "remove"
        assert db.exec(select(FeedDocument)).all() == []
    assert len(ada.visit(SHELF).articles) == 1
    assert "1 row" not in ada.post(SHELF, row=key, do="refuse", follow=True).text


def test_an_author_ada_trusts_passes_by_himself(ada: Neighbour, cem: Neighbour, elsewhere: Elsewhere) -> None:
    elsewhere.says(("ben", "The weir roars"), ("mary", "Otters"), ("ben", "The weir sleeps"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    page = ada.visit(SHELF)
    ben = next(key for key, words in zip(keys(page), page.articles, strict=True) if "weir roars" in words)
    ada.post(SHELF, row=ben, do="trust")
    assert len(ada.visit(SHELF).articles) == 1
    shown = cem.visit("/alderford").text
    assert "The weir roars" in shown
    assert "The weir sleeps" in shown
    elsewhere.says(("ben", "The weir roars"), ("mary", "Otters"), ("ben", "The weir sleeps"), ("ben", "It wakes"))
    elsewhere.looks()
    assert "It wakes" in cem.visit("/alderford").text


def test_trust_can_be_taken_back(ada: Neighbour, cem: Neighbour, elsewhere: Elsewhere, many: Engine) -> None:
    elsewhere.says(("ben", "The weir roars"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    ada.post(SHELF, row=keys(ada.visit(SHELF)), do="trust")
    page = ada.visit(feed_page(many))
    assert "@ben@m.example: appears at once" in page.text
    assert "Nothing is decided of this author any more" in ada.fill(page, author="@ben@m.example").text
    elsewhere.says(("ben", "The weir roars"), ("ben", "It wakes"))
    elsewhere.looks()
    assert "It wakes" not in cem.visit("/alderford").text
    assert len(ada.visit(SHELF).articles) == 1
    assert ada.post(f"{feed_page(many)}/author", author="nobody").status == 303


def test_of_an_author_ada_never_wants_nothing_comes_in(ada: Neighbour, elsewhere: Elsewhere, many: Engine) -> None:
    elsewhere.says(("ben", "Buy my boots"), ("mary", "Otters"), ("ben", "Buy my hats"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    page = ada.visit(SHELF)
    boots = next(key for key, words in zip(keys(page), page.articles, strict=True) if "boots" in words)
    ada.post(SHELF, row=boots, do="never")
    assert [words for words in ada.visit(SHELF).articles if "Buy" in words] == []
    elsewhere.says(("ben", "Buy my coats"), ("mary", "Otters"))
    elsewhere.looks()
    with reading(many) as db:
        assert [item.summary for item in db.exec(select(Item)) if "coats" in item.summary] == []
    assert "@ben@m.example: never comes in" in ada.visit(feed_page(many)).text
    assert "2 refused" in ada.visit("/desk/tags/feeds").text


def test_no_more_come_in_a_day_than_ada_can_read(ada: Neighbour, elsewhere: Elsewhere, many: Engine) -> None:
    elsewhere.says(*(("ben", f"Number {number}") for number in range(1, 6)))
    elsewhere.adopted(ada, cap="2")
    elsewhere.looks()
    assert sorted(words for words in ada.visit(SHELF).words("//article//h2")) == [
        "Number 1 #Alderford",
        "Number 2 #Alderford",
    ]
    page = ada.fill(ada.visit(feed_page(many)), cap="3")
    assert "The measure is changed." in page.text
    elsewhere.says(*(("ben", f"Number {number}") for number in range(1, 7)))
    elsewhere.looks()
    assert len(ada.visit(SHELF).articles) == 3


def test_an_edit_that_changes_nothing_people_see_is_not_read_again(
    ada: Neighbour, cem: Neighbour, elsewhere: Elsewhere
) -> None:
    elsewhere.says(("ben", "The weir roars"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    ada.post(SHELF, row=keys(ada.visit(SHELF)), do="let-through")
    body = shapes.mastodon(elsewhere.moment, ("ben", "The weir roars"))
    elsewhere.publisher.says("/tags/Alderford.rss", body=body.replace("1.png", "2.png"))
    elsewhere.looks()
    assert "The weir roars" in cem.visit("/alderford").text
    elsewhere.says(("ben", "The weir roars and roars"))
    elsewhere.looks()
    assert "The weir roars" not in cem.visit("/alderford").text
    assert len(ada.visit(SHELF).articles) == 1


def test_a_mentor_elsewhere_decides_nothing_of_it(
    ada: Neighbour, elsewhere: Elsewhere, many: Engine, settings: Settings
) -> None:
    elsewhere.says(("ben", "The weir roars"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    (key,) = keys(ada.visit(SHELF))
    with writing(many) as db:
        weir = town.place(db, "Weir").id
    with signed_in("Eli", settings, many, Kind.MENTOR, weir) as eli:
        assert eli.visit(SHELF).articles == []
        for deed in ("let-through", "refuse", "trust", "never"):
            assert "Nothing was done." in eli.post(SHELF, row=key, do=deed, follow=True).text
    assert keys(ada.visit(SHELF)) == [key]


def test_a_post_nobody_signed_has_no_author_to_trust(ada: Neighbour, elsewhere: Elsewhere) -> None:
    body = shapes.wordpress(now()).replace("Wilma", "")
    url = elsewhere.publisher.says("/tag/alderford/feed/", body=body)
    ada.post(TAG, feed=url, cap="2")
    elsewhere.looks()
    page = ada.visit(SHELF)
    assert "Found by Alderford · wordpress.com" in page.text
    assert "Nothing was done." in ada.post(SHELF, row=keys(page), do="trust", follow=True).text
