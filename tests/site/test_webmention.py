"""Other sites tell us that they mention a page: programs and people send the same form, and see what became of it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.models import Item
from hub.communicate.mentions import actions
from hub.communicate.mentions import queries as mentions
from hub.communicate.mentions.models import Mention, MentionSite
from hub.communicate.mentions.rules import Kind, Seen, State, Target, Trouble, Verdict, id_of_tag
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.cases.models import Withholding
from hub.places.rules import WHOLE_HUB
from hub.site.mention_words import DOUBTS, KINDS, STATES, TROUBLES
from hub.site.pages import webmention
from hub.site.words import said
from tests.neighbours import Neighbour, Page
from tests.site.conftest import ADDRESS, Alderford

SOURCE = "https://ben.example/on-bins"
LINK = f'<{ADDRESS}/webmention>; rel="webmention"'


@pytest.fixture
def item(many: Engine, alderford: Alderford) -> int:
    with reading(many) as db:
        return db.exec(select(Item.id).where(Item.title == "Bins on Tuesday")).one() or 0


@pytest.fixture
def target(item: int) -> str:
    return f"{ADDRESS}/items/{item}"


def sent(cem: Neighbour, source: str, target: str, **more: Any) -> Page:
    return cem.post("/webmention", source=source, target=target, **more)


def settled(engine: Engine, state: State, seen: Seen | None = None, trouble: Trouble = Trouble.NONE) -> UUID:
    """Have a look at the one mention lead to something; return its id."""
    with writing(engine) as db:
        row = db.exec(select(Mention)).one()
        actions.settle(db, row.id, Verdict(state, trouble), seen)
        return row.id


def rows(engine: Engine) -> list[Mention]:
    with reading(engine) as db:
        return [Mention(**row.model_dump()) for row in db.exec(select(Mention))]


def test_a_program_is_told_where_it_sees_what_becomes_of_it(
    cem: Neighbour, many: Engine, item: int, target: str
) -> None:
    told = sent(cem, SOURCE, target)
    (row,) = rows(many)
    assert told.status == 201
    assert told.headers["Location"] == f"{ADDRESS}/webmention/{row.id}"
    assert told.headers["Content-Type"].startswith("text/plain")
    assert (row.target_kind, row.target_id, row.state) == (Target.ITEM, str(item), State.WAITING)


def test_what_is_sent_twice_is_one_mention_with_one_address(cem: Neighbour, many: Engine, target: str) -> None:
    told = {sent(cem, f"{SOURCE}#{part}", f"{target}?x={part}").headers["Location"] for part in range(3)}
    assert len(told) == 1
    assert len(rows(many)) == 1


def test_ben_gives_the_address_of_his_answer_on_the_page_he_answers(cem: Neighbour, many: Engine, target: str) -> None:
    page = cem.visit(target)
    told = cem.fill(page, source=SOURCE)
    assert told.h1 == "What became of your mention"
    assert "We are about to look at your page." in told.text
    assert [row.source_url for row in rows(many)] == [SOURCE]


def test_what_ben_typed_is_kept_where_it_is_wrong(cem: Neighbour, many: Engine, target: str) -> None:
    page = cem.fill(cem.visit(f"/webmention?target={target}"), source="ben.example/on-bins")
    assert page.status == 422
    assert "Please mend one thing:" in page.text
    assert page.all("//input[@name='source']")[0].get("value") == "ben.example/on-bins"
    assert page.all("//input[@name='target']")[0].get("value") == target
    assert rows(many) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SOURCE, ""),
        (SOURCE, f"{ADDRESS}/items/999999"),
        (SOURCE, f"{ADDRESS}/items/x"),
        (SOURCE, f"{ADDRESS}/desk"),
        (SOURCE, f"{ADDRESS}/alderford/tags/nothing"),
        (SOURCE, f"{ADDRESS}/alderford/stories/99"),
        (SOURCE, f"{ADDRESS}/alderford/conversations/99"),
        (SOURCE, f"{ADDRESS}/alderford/sources/nobody"),
        (SOURCE, f"{ADDRESS}/alderford/meetups/{UUID(int=1)}"),
        (SOURCE, f"{ADDRESS}/alderford/meetups/x"),
        (SOURCE, f"{ADDRESS}/replies/{UUID(int=1)}"),
        (SOURCE, f"{ADDRESS}/nowhere"),
        (SOURCE, f"{ADDRESS}/alderford.atom"),
        (SOURCE, "https://elsewhere.example/items/1"),
        (SOURCE, "https://hub.example@evil.example/items/1"),
        (f"{ADDRESS}/alderford", f"{ADDRESS}/alderford"),
        (f"{ADDRESS}:8443/alderford", f"{ADDRESS}/alderford"),
        ("http://www.hub.example/alderford", f"{ADDRESS}/alderford"),
        ("javascript:alert(1)", f"{ADDRESS}/alderford"),
        ("\r\nSet-Cookie: a=b", f"{ADDRESS}/alderford"),
    ],
)
def test_a_program_is_told_what_is_wrong_and_nobody_is_asked(
    cem: Neighbour, many: Engine, alderford: Alderford, source: str, target: str
) -> None:
    told = sent(cem, source, target)
    assert told.status == 400
    assert told.source.startswith(("source: ", "target: "))
    assert rows(many) == []


def test_line_breaks_in_an_address_never_reach_a_header(cem: Neighbour, many: Engine, target: str) -> None:
    told = sent(cem, "https://ben.example/\r\nSet-Cookie: a=b", target)
    assert told.status in {201, 400}
    assert "set-cookie" not in {name.lower() for name in told.headers}
    assert all("\n" not in row.source_url for row in rows(many))


def test_every_page_that_takes_mentions_says_where(
    cem: Neighbour, many: Engine, alderford: Alderford, item: int
) -> None:
    for address in (f"/items/{item}", "/alderford", "/alderford/tags/bins-and-recycling", f"/cy/items/{item}"):
        page = cem.visit(address)
        assert page.status == 200
        assert page.headers["Link"] == LINK
        assert page.all("//link[@rel='webmention']")[0].get("href") == f"{ADDRESS}/webmention"
    for address in ("/", "/about", "/alderford/tags", "/alderford.atom"):
        page = cem.visit(address)
        assert "webmention" not in page.headers.get("Link", "")
    assert "Link" not in cem.visit("/items/999999").headers


def test_what_is_kept_in_front_names_the_endpoint_too(cem: Neighbour, alderford: Alderford) -> None:
    assert [cem.visit("/alderford").headers["Link"] for _ in range(2)] == [LINK, LINK]


@pytest.mark.parametrize("state", State)
def test_the_status_says_in_words_how_it_stands(cem: Neighbour, many: Engine, target: str, state: State) -> None:
    sent(cem, SOURCE, target)
    trouble = Trouble.NO_LINK if state in {State.FAILED, State.GONE} else Trouble.NONE
    mention = settled(many, state, Seen(words="They are late."), trouble)
    page = cem.visit(f"/webmention/{mention}")
    assert said(STATES[state]) in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "They are late." not in page.text
    told = cem.visit(f"/webmention/{mention}", headers={"Accept": "application/json"}).json
    assert (told["state"], told["source"], told["target"]) == (state.value, SOURCE, target)
    assert told["words"] == said(STATES[state])
    assert bool(told["why"]) is bool(trouble)


def test_each_state_trouble_doubt_and_kind_has_its_words() -> None:
    assert set(STATES) == set(State)
    assert set(KINDS) == set(Kind)
    assert set(TROUBLES) | set(DOUBTS) == set(Trouble) - {Trouble.NONE}


def test_who_never_sent_one_finds_none(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit(f"/webmention/{uuid4()}").status == 404
    assert cem.visit("/webmention/x").status in {400, 404, 422}


def test_who_mentions_a_tag_is_told_how_to_belong_to_it(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    aim = f"{ADDRESS}/alderford/tags/bins-and-recycling"
    page = cem.post("/webmention?by=page", follow=True, source=SOURCE, target=aim)
    assert "register your site" in page.text
    assert rows(many)[0].target_id == id_of_tag(alderford.place.id, alderford.bins.id)


def test_what_is_shown_stands_on_the_page_in_plain_words(cem: Neighbour, many: Engine, target: str) -> None:
    sent(cem, SOURCE, target)
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    settled(many, State.SHOWN, Seen(Kind.REPLY, evil, "https://ben.example/me", evil, f"They are late. {evil}"))
    page = cem.visit(target)
    assert "From other sites" in page.text
    assert f"They are late. {evil}" in page.text
    assert page.all("//script[contains(., 'alert')] | //img[@onerror]") == []
    foreign = page.all("//a[starts-with(@href, 'https://ben.example')]")
    assert {each.get("rel") for each in foreign} == {"nofollow ugc noopener"}


def test_likes_and_reposts_are_a_line_of_names(cem: Neighbour, many: Engine, target: str) -> None:
    sent(cem, SOURCE, target)
    settled(many, State.SHOWN, Seen(Kind.LIKE, "Joan"))
    page = cem.visit(target)
    assert "Liked by Joan" in page.text
    assert page.all("//article[contains(@class, 'mention')]") == []


def test_who_gives_no_name_is_called_by_the_site(cem: Neighbour, many: Engine, target: str) -> None:
    sent(cem, SOURCE, target)
    settled(many, State.SHOWN, Seen(Kind.BOOKMARK))
    assert "Kept by ben.example" in cem.visit(target).text


def test_too_many_at_once_are_told_when_to_come_back(
    cem: Neighbour, many: Engine, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webmention, "OF_SITE", type(webmention.OF_SITE)(2, namespace="mentions-site"))
    told = [sent(cem, f"{SOURCE}?{number}", target) for number in range(3)]
    assert [each.status for each in told] == [201, 201, 429]
    assert int(told[-1].headers["Retry-After"]) > 0
    assert sent(cem, "https://joan.example/", target).status == 201
    assert len(rows(many)) == 3


def test_a_full_queue_takes_no_more(cem: Neighbour, many: Engine, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "MOST_OF_SITE", 1)
    assert [sent(cem, f"{SOURCE}?{number}", target).status for number in range(2)] == [201, 429]
    assert sent(cem, "https://joan.example/", target).status == 201
    monkeypatch.setattr(mentions, "MOST_OF_STRANGERS", 2)
    assert sent(cem, "https://eve.example/", target).status == 429


def test_a_site_that_was_taken_down_or_blocked_is_told_so(cem: Neighbour, many: Engine, target: str) -> None:
    with writing(many) as db:
        db.add(Withholding(target_kind="domain", target_id="eve.example", measure="hide", since=now()))
        db.add(MentionSite(host="mal.example", place_id=WHOLE_HUB, is_let=False, since=now()))
    for source in ("https://www.eve.example/", "https://mal.example/"):
        told = sent(cem, source, target)
        assert told.status == 400
        assert "a moderator decided so" in told.source
    assert rows(many) == []


def test_another_site_cannot_make_a_visitor_send_one(cem: Neighbour, many: Engine, target: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    told = cem.browser.post("/webmention", data={"source": SOURCE, "target": target}, headers=headers)
    assert told.status_code == 403
    assert rows(many) == []


def test_a_program_without_the_headers_of_a_browser_may(cem: Neighbour, target: str) -> None:
    assert cem.browser.post("/webmention", data={"source": SOURCE, "target": target}).status_code == 201


def test_somebody_reports_a_mention_and_it_goes_when_it_is_decided(
    cem: Neighbour, mo: Neighbour, many: Engine, target: str
) -> None:
    sent(cem, SOURCE, target)
    mention = settled(many, State.SHOWN, Seen(Kind.REPLY, "Ben", words="They are thieves."))
    form = cem.visit(f"/webmention/{mention}/report")
    assert cem.fill(form, reason="private", words="It is a lie.").status == 200
    case = mo.visit("/desk/cases/1")
    assert "They are thieves." in case.text
    mo.fill(case, measure="hide", reason="private", words="It named somebody.")
    assert "They are thieves." not in cem.visit(target).text
    assert sent(cem, SOURCE, target).status == 201
    assert "They are thieves." not in cem.visit(target).text


def test_what_is_not_shown_cannot_be_reported(cem: Neighbour, many: Engine, target: str) -> None:
    sent(cem, SOURCE, target)
    assert cem.visit(f"/webmention/{rows(many)[0].id}/report").status == 404
