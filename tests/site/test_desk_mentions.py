"""Ada reads what strangers' sites say before it appears: once, for good, or never."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.mentions import actions, queries
from hub.communicate.mentions.actions import Told
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.rules import Kind, Seen, Site, State, Target, Trouble, Verdict
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford

SAID = Seen(Kind.REPLY, "Joan", "https://joan.example/", "On bins", "They are late again.")


def waiting(many: Engine, alderford: Alderford, source: str = "https://joan.example/bins") -> UUID:
    with writing(many) as db:
        told = Told(source, f"{ADDRESS}/alderford", Target.PLACE, alderford.place.id.hex, alderford.place.id)
        mention = actions.receive(db, told, now())
        actions.settle(db, mention, Verdict(State.HELD, Trouble.STRANGER), SAID)
        return mention


def state(many: Engine, mention: UUID) -> State:
    with reading(many) as db:
        return State(db.get_one(Mention, mention).state)


def site(many: Engine, alderford: Alderford, url: str) -> Site:
    with reading(many) as db:
        return queries.site_of(db, [url], alderford.place.id)


def test_the_desk_counts_what_waits_and_shows_its_words(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    mention = waiting(many, alderford)
    assert "Mentions from other sites" in ada.visit("/desk").text
    page = ada.visit("/desk/mentions")
    assert "Joan on joan.example" in page.text
    assert "They are late again." in page.text
    assert "Nobody has let this site through" in page.text
    assert f"/desk/mentions/{mention}" in page.links
    with reading(many) as db:
        assert len(queries.held(db, [alderford.place.id])) == len(queries.held(db, None)) == 1
        assert queries.held(db, [uuid4()]) == []


def test_ada_lets_one_appear(ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    mention = waiting(many, alderford)
    assert "They are late again." not in cem.visit("/alderford").text
    ada.fill(ada.visit(f"/desk/mentions/{mention}"), say="let")
    assert "They are late again." in cem.visit("/alderford").text
    assert not site(many, alderford, "https://joan.example/other").is_known
    with reading(many) as db:
        entry = db.exec(select(AuditEntry).where(AuditEntry.target_kind == "mention")).one()
        assert (entry.deed, entry.target_kind, entry.target_id) == ("let-through", "mention", mention.hex)


def test_ada_lets_a_site_through_for_good(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    one, two, other = (
        waiting(many, alderford, url)
        for url in ("https://joan.example/a", "https://joan.example/b", "https://eve.example/a")
    )
    ada.fill(ada.visit(f"/desk/mentions/{one}"), say="let-site")
    assert [state(many, each) for each in (one, two, other)] == [State.SHOWN, State.SHOWN, State.HELD]
    assert site(many, alderford, "https://joan.example/c").is_known
    assert not site(many, alderford, "https://eve.example/c").is_known


def test_ada_reads_for_how_much_of_a_host_she_decides(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = ada.visit(f"/desk/mentions/{waiting(many, alderford, 'https://joan.shared.example/~joan/bins')}")
    assert "and all that comes from shared.example from now on" in page.text
    assert "and take nothing from shared.example any more" in page.text


def test_of_blogs_on_one_platform_only_the_one_is_let_through(
    ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    joan, eve = (waiting(many, alderford, f"https://{name}.github.io/bins") for name in ("joan", "eve"))
    ada.fill(ada.visit(f"/desk/mentions/{joan}"), say="let-site")
    assert [state(many, joan), state(many, eve)] == [State.SHOWN, State.HELD]


def test_what_holds_in_a_town_holds_in_what_lies_in_it(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    ada.fill(ada.visit(f"/desk/mentions/{waiting(many, alderford)}"), say="let-site")
    with reading(many) as db:
        assert queries.site_of(db, ["https://joan.example/"], alderford.mill_end.id).is_known
        assert not queries.site_of(db, ["https://joan.example/"], None).is_known


def test_what_ada_refuses_stays_refused_and_its_words_are_gone(
    ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    mention = waiting(many, alderford)
    ada.fill(ada.visit(f"/desk/mentions/{mention}"), say="refuse")
    assert waiting(many, alderford) == mention
    assert state(many, mention) is State.REFUSED
    with reading(many) as db:
        row = db.get_one(Mention, mention)
        assert (row.words, row.author_name, row.due_at) == ("", "", None)
    assert ada.visit(f"/desk/mentions/{mention}").status == 404


def test_ada_blocks_a_site_and_all_of_it_goes(
    ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    one, two = (waiting(many, alderford, f"https://joan.example/{part}") for part in "ab")
    ada.fill(ada.visit(f"/desk/mentions/{one}"), say="let")
    ada.fill(ada.visit(f"/desk/mentions/{two}"), say="block")
    assert [state(many, each) for each in (one, two)] == [State.REFUSED] * 2
    assert "They are late again." not in cem.visit("/alderford").text
    told = cem.post("/webmention", source="https://joan.example/c", target=f"{ADDRESS}/alderford")
    assert told.status == 400
    assert site(many, alderford, "https://joan.example/c").is_blocked


def test_who_chooses_nothing_is_asked_again(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = ada.post(f"/desk/mentions/{waiting(many, alderford)}")
    assert page.status == 422
    assert "Choose what becomes of it." in page.text


@pytest.mark.parametrize(("button", "after"), [("let", State.SHOWN), ("refuse", State.REFUSED)])
def test_ada_decides_of_several_at_once(
    ada: Neighbour, many: Engine, alderford: Alderford, button: str, after: State
) -> None:
    told = [waiting(many, alderford, f"https://joan.example/{part}") for part in "ab"]
    rows = [str(box.get("value")) for box in ada.visit("/desk/mentions").all("//input[@name='row']")]
    assert len(rows) == 2
    ada.post("/desk/mentions", row=[*rows, "x", str(uuid4())], do=button)
    assert [state(many, each) for each in told] == [after] * 2
    ada.post("/desk/mentions", row=rows, do="refuse" if button == "let" else "let")
    assert [state(many, each) for each in told] == [after] * 2


@pytest.mark.parametrize("way", ["let", "let-site"])
@pytest.mark.parametrize("later", [{"words": "Buy pills."}, {"author_name": "Pills"}, {"kind": Kind.LIKE}])
def test_what_changed_since_ada_read_it_is_shown_to_her_again_before_it_appears(
    ada: Neighbour, many: Engine, alderford: Alderford, way: str, later: dict[str, Any]
) -> None:
    mention = waiting(many, alderford)
    form, desk = ada.visit(f"/desk/mentions/{mention}"), ada.visit("/desk/mentions")
    with writing(many) as db:
        actions.settle(db, mention, Verdict(State.HELD, Trouble.STRANGER), replace(SAID, **later))
    again = ada.fill(form, say=way)
    assert (again.status, state(many, mention)) == (422, State.HELD)
    assert "Its author has changed it since you read it." in again.text
    row = str(desk.all("//input[@name='row']")[0].get("value"))
    ada.post("/desk/mentions", row=row, do="let")
    assert state(many, mention) is State.HELD
    ada.fill(again, say=way)
    assert state(many, mention) is State.SHOWN


def test_two_who_decide_at_once_do_it_once(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    mention = waiting(many, alderford)
    form = ada.visit(f"/desk/mentions/{mention}")
    ada.fill(form, say="let")
    assert ada.fill(form, say="let").status == 404
    assert state(many, mention) is State.SHOWN


def test_nobody_else_finds_it(
    cem: Neighbour, ben: Neighbour, mo: Neighbour, many: Engine, alderford: Alderford
) -> None:
    address = f"/desk/mentions/{waiting(many, alderford)}"
    assert cem.visit(address).status == 303
    assert ben.visit(address).status == 403
    assert mo.visit(address).status == 200


def test_mos_look_while_a_page_is_looked_at_is_the_last_word(many: Engine, alderford: Alderford) -> None:
    mention = waiting(many, alderford)
    with writing(many) as db:
        actions.refuse(db, mention)
        actions.settle(db, mention, Verdict(State.SHOWN), SAID)
    assert state(many, mention) is State.REFUSED
    with writing(many) as db:
        actions.settle(db, uuid4(), Verdict(State.SHOWN), SAID)
