"""Ada takes something down in two clicks, and puts it back; who has no role there does not."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.items import actions as items
from hub.aggregate.items.models import ItemPlace, ItemTag, StreamEntry
from hub.aggregate.notices.models import Notice
from hub.aggregate.reading.document import Entry
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import meaning
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.kit.text import NOTHING
from hub.people.cases.models import Withholding
from hub.people.cases.queries import is_restricted
from hub.people.persons import actions as persons
from hub.site.pages.cases import bins
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.test_reports import item_id, mails


@pytest.fixture
def bridge(many: Engine, alderford: Alderford) -> int:
    with writing(many) as db:
        retag(db, registry(db))
    return item_id(many, "The bridge is shut")


def derived(db: Session) -> set[tuple[object, ...]]:
    rows = [*db.exec(select(ItemPlace)), *db.exec(select(ItemTag)), *db.exec(select(StreamEntry))]
    return {(type(row).__name__, *row.model_dump().values()) for row in rows}


def found(cem: Neighbour, words: str) -> bool:
    return words in " ".join(cem.visit("/alderford/search?q=bridge").articles)


def test_ada_takes_an_item_down_and_puts_it_back(cem: Neighbour, ada: Neighbour, many: Engine, bridge: int) -> None:
    with reading(many) as db:
        before = derived(db)
    assert found(cem, "The bridge is shut")
    form = ada.visit(f"/items/{bridge}/hide")
    assert "gone from every stream" in form.text
    case = ada.post(f"/items/{bridge}/hide", follow=True, what="item", reason="private")
    assert "Taken down" in case.text
    assert cem.visit(f"/items/{bridge}").status == 410
    assert cem.visit(f"/api/v1/items/{bridge}").status == 410
    assert not found(cem, "The bridge is shut")
    assert "The bridge is shut" not in cem.visit("/mill-end.atom").source
    back = ada.post("/desk/cases/1/undo", follow=True)
    assert "Left as it is" in back.text
    assert "It is undone." in back.text
    assert cem.visit(f"/items/{bridge}").status == 200
    assert found(cem, "The bridge is shut")
    with reading(many) as db:
        assert derived(db) == before
    assert "Nothing was undone" in ada.post("/desk/cases/1/undo", follow=True).text  # in an old tab


def test_a_source_goes_with_all_it_said(cem: Neighbour, ada: Neighbour, alderford: Alderford) -> None:
    refused = ada.post("/alderford/sources/alderford-council/hide", reason="", what="")
    assert refused.status == 422
    ada.post("/alderford/sources/alderford-council/hide", reason="spam", what="source", sure="yes")
    stream = cem.visit("/alderford").text
    assert "Bins on Tuesday" not in stream
    assert "The bridge is shut" in stream
    assert "taken down" in cem.visit("/alderford/sources/alderford-council").text


def test_a_whole_source_goes_only_after_a_second_look(cem: Neighbour, ada: Neighbour, alderford: Alderford) -> None:
    address = "/alderford/sources/alderford-council/hide"
    offered = ada.visit(address)
    assert offered.all("//input[@type='radio'][@checked]") == []
    assert "We cannot write to whoever published it" in offered.text
    assert ada.post(address, what="source").status == 422  # nobody is taken down for no reason
    sure = ada.post(address, what="source", reason="spam", words="Six times the same.")
    assert "2 items are at once gone" in sure.text
    assert "Bins on Tuesday" in cem.visit("/alderford").text
    (form,) = [each for each in sure.all("//form") if "what" in each.fields]
    assert "It is taken down." in ada.post(address, follow=True, **dict(form.form_values()), sure="yes").text
    assert "Bins on Tuesday" not in cem.visit("/alderford").text
    assert "Six times the same." in ada.visit("/desk/cases/1").text


def test_an_item_goes_in_two_clicks(cem: Neighbour, ada: Neighbour, bridge: int) -> None:
    assert ada.visit(f"/items/{bridge}/hide").all("//input[@type='radio'][@checked]") == []
    assert "It is taken down." in ada.post(f"/items/{bridge}/hide", follow=True, what="item").text
    gone = cem.visit(f"/items/{bridge}")
    assert gone.status == 410
    assert "/complain" in gone.links


def test_a_domain_is_taken_down_for_the_whole_hub_by_whoever_runs_it(
    cem: Neighbour, ada: Neighbour, root: Neighbour, bridge: int
) -> None:
    assert "leads to" not in ada.visit(f"/items/{bridge}/hide").text
    assert ada.post(f"/items/{bridge}/hide", what="domain", reason="spam").status == 403
    assert "leads to" in root.visit(f"/items/{bridge}/hide").text
    root.post(f"/items/{bridge}/hide", what="domain", reason="spam", sure="yes")
    assert cem.visit(f"/items/{bridge}").status == 410
    assert "A site that items lead to" in cem.visit("/log").text


def test_a_person_goes_with_all_they_pinned_up(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford, bridge: int
) -> None:
    with writing(many) as db:
        spammer = persons.welcome(db, "zed@hub.example", now())
        persons.describe(db, spammer, "Zed", "en")
        notice = Notice(
            place_id=alderford.place.id,
            person_id=spammer,
            title="The bridge is shut",
            words="x",
            ends_on=now().date() + timedelta(days=2),
            state="shown",
            written_at=now(),
            item_id=bridge,
        )
        db.add(notice)
    assert "everything Zed pinned up" in ada.visit(f"/items/{bridge}/hide").text
    ada.post(f"/items/{bridge}/hide", what="person", reason="spam", sure="yes")
    assert cem.visit(f"/items/{bridge}").status == 410
    with reading(many) as db:
        assert is_restricted(db, spammer, now())
    assert mails(many)[-1].to_address == "zed@hub.example"  # nobody is restricted without being told
    ada.post("/desk/cases/1/undo")
    assert cem.visit(f"/items/{bridge}").status == 200
    with reading(many) as db:
        assert not is_restricted(db, spammer, now())
        assert db.exec(select(Withholding)).all() == []


@pytest.mark.parametrize("address", ["/items/{item}/hide", "/alderford/sources/mill-end-diary/hide"])
def test_who_looks_after_nothing_here_takes_nothing_down(
    ben: Neighbour, cem: Neighbour, many: Engine, bridge: int, address: str
) -> None:
    where = address.format(item=bridge)
    assert ben.visit(where).status == 403
    assert ben.post(where, what="item", reason="spam").status == 403
    assert cem.visit(where).status in {303, 401}
    assert cem.post(where, what="item", reason="spam").status in {303, 401}
    with reading(many) as db:
        assert db.exec(select(Withholding)).all() == []


def test_a_case_is_nobodys_business_but_theirs(ben: Neighbour, cem: Neighbour, ada: Neighbour, bridge: int) -> None:
    ada.post(f"/items/{bridge}/hide", what="item", reason="spam")
    assert ben.visit("/desk/cases/1").status == ben.visit("/desk/cases/999").status == 403
    assert ben.visit("/desk/cases").status == 403
    assert ben.post("/desk/cases/1", measure="nothing", reason="other", words="x").status == 404
    assert ben.post("/desk/cases/1/undo").status == 404
    assert cem.visit("/desk/cases/1").status in {303, 401}


def test_a_mentor_takes_down_and_leaves_the_case_to_a_moderator(
    cem: Neighbour, ada: Neighbour, mo: Neighbour, bridge: int
) -> None:
    cem.post(f"/items/{bridge}/report", reason="private")
    ada.post(f"/items/{bridge}/hide", what="item", reason="private")
    page = ada.visit("/desk/cases/1")
    assert "Waits for a decision" in page.text
    assert ada.post("/desk/cases/1", measure="nothing", reason="other", words="x").status == 403
    mo.fill(mo.visit("/desk/cases/1"), measure="nothing", reason="other", words="Nothing is wrong.")
    assert cem.visit(f"/items/{bridge}").status == 200
    assert mo.post("/desk/cases/1", measure="hide", reason="other", words="x").status == 303  # decided once
    assert cem.visit(f"/items/{bridge}").status == 200


def test_a_decision_needs_all_its_parts(cem: Neighbour, mo: Neighbour, bridge: int) -> None:
    cem.post(f"/items/{bridge}/report", reason="private")
    page = mo.post("/desk/cases/1", measure="restrict", reason="", words="")
    assert page.status == 422
    for sentence in ("Choose what is done.", "Choose why.", "Say why"):
        assert sentence in page.text


def test_what_a_restricted_source_says_is_read_first(
    cem: Neighbour, mo: Neighbour, many: Engine, alderford: Alderford, bridge: int
) -> None:
    cem.post("/alderford/sources/mill-end-diary/report", reason="spam")
    mo.fill(mo.visit("/desk/cases/1"), measure="restrict", reason="spam", words="Six times the same.")
    assert "The bridge is shut" in cem.visit("/alderford").text  # what was there stays
    with writing(many) as db:
        origin = items.Origin(alderford.diary.id, alderford.diary.source_id, "blog")
        at = "https://mill-end-diary.example/"
        said = Entry(guid="new", title="The bridge again", link=f"{at}new", digest=b"12345678")
        other = Entry(guid="more", title="Buy my bridge", link=f"{at}more", digest=b"12345679")
        known = registry(db)
        means = meaning(known.vocabulary, known.speakers[origin.source_id], labels=(), title="", text=NOTHING)
        new, more = items.add(db, origin, [(said, means), (other, means)], now())
    assert cem.visit(f"/items/{new}").status == 404
    assert "The bridge again" not in cem.visit("/alderford").text
    assert "The bridge again" in mo.visit("/desk/cases").text
    mo.post(f"/desk/cases/waiting/{new}", deed="show")
    mo.post(f"/desk/cases/waiting/{more}", deed="hide")
    mo.post(f"/desk/cases/waiting/{more}", deed="show")  # too late
    assert "The bridge again" in cem.visit("/alderford").text
    assert cem.visit(f"/items/{more}").status == 410
    assert "To be read" not in mo.visit("/desk/cases").text


def test_meetups_of_a_source_go_with_it(cem: Neighbour, ada: Neighbour, alderford: Alderford) -> None:
    assert "Repair café" in cem.visit("/alderford/meetups").text
    ada.post("/alderford/sources/town-diary/hide", what="source", reason="spam", sure="yes")
    assert "Repair café" not in cem.visit("/alderford/meetups").text


def test_pages_of_cases_are_kept_by_nobody(ada: Neighbour, bridge: int) -> None:
    ada.post(f"/items/{bridge}/hide", what="item", reason="spam")
    for address in ("/desk/cases", "/desk/cases/1", f"/items/{bridge}/hide"):
        assert ada.visit(address).headers["cache-control"] == "no-store"


def test_reports_stand_on_the_desk_with_their_age(cem: Neighbour, many: Engine, bridge: int) -> None:
    cem.post(f"/items/{bridge}/report", reason="private")
    with reading(many) as db:
        offered = {each.name: each for each in bins(db, None, now())}
        assert [each.count for each in bins(db, [], now())] == [0, 0, 0]
    assert {name: each.count for name, each in offered.items()} == {"reports": 1, "appeals": 0, "unread": 0}
    assert offered["reports"].oldest is not None
    assert offered["appeals"].oldest is None
