"""Ben stops mail by the link in it, and gets it back; in the demo everybody reads everybody's mail."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, delete

from hub.db.engine import reading, writing
from hub.duties.mailing import Post, into_folder
from hub.kit.clock import now
from hub.kit.saying import say
from hub.people.mail import actions, queries
from hub.people.mail.message import written
from hub.people.mail.rules import STOP, Letter, stop_token
from hub.people.persons.actions import welcome
from hub.people.persons.models import Person
from hub.secret import key_for
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.pages.demo import Guest
from tests.neighbours import Neighbour

BEN = "ben@example.org"


@pytest.fixture
def stop(many: Engine, settings: Settings) -> str:
    """The address in a mail to Ben by which he stops its topic."""
    letter = Letter("notice", BEN, "Your site", "words", "<p>words</p>", "sources")
    with writing(many) as db:
        actions.post(db, letter, now())
    return f"/mail/stop/{stop_token(letter.id, key_for(settings, STOP))}"


def _has_refused(many: Engine) -> bool:
    with reading(many) as db:
        return queries.has_refused(db, BEN, "sources")


def test_looking_at_the_link_changes_nothing(cem: Neighbour, many: Engine, stop: str) -> None:
    page = cem.visit(stop)
    assert page.h1 == "Mail about how your site is doing here"
    assert BEN in page.text
    assert page.headers["cache-control"] == "no-store"
    assert not _has_refused(many)


def test_ben_stops_a_topic_and_gets_it_back(cem: Neighbour, many: Engine, stop: str) -> None:
    assert cem.post(stop, follow=True).h1 == "You get no more of this mail"
    assert _has_refused(many)
    again = cem.post(stop.replace("stop", "start"), follow=True)
    assert again.h1 == "Mail about how your site is doing here"
    assert not _has_refused(many)


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_the_provider_of_his_mail_stops_it_by_one_click(cem: Neighbour, many: Engine, stop: str, kind: str) -> None:
    click = {"List-Unsubscribe": "One-Click"}
    form = {"data": click} if kind == "urlencoded" else {"files": {name: (None, said) for name, said in click.items()}}
    elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    reply = cem.browser.post(stop, headers=elsewhere, follow_redirects=False, **form)
    assert reply.status_code == 200
    assert _has_refused(many)


def test_bringing_it_back_from_another_site_is_refused(cem: Neighbour, many: Engine, stop: str) -> None:
    cem.post(stop)
    elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    assert cem.browser.post(stop.replace("stop", "start"), headers=elsewhere).status_code == 403
    assert _has_refused(many)


@pytest.mark.parametrize("verb", ["stop", "start"])
def test_a_link_that_is_not_ours_does_nothing(cem: Neighbour, settings: Settings, verb: str) -> None:
    unknown = stop_token(uuid4(), key_for(settings, STOP))
    for token in (unknown, "nonsense", "x" * 100):
        assert cem.post(f"/mail/{verb}/{token}").status == 404


def test_mail_that_was_asked_for_has_nothing_to_stop(cem: Neighbour, many: Engine, settings: Settings) -> None:
    letter = Letter("notice", BEN, "Your site", "words", "<p>words</p>")
    with writing(many) as db:
        actions.post(db, letter, now())
    assert cem.visit(f"/mail/stop/{stop_token(letter.id, key_for(settings, STOP))}").status == 404


@pytest.fixture
def at_the_demo(settings: Settings, tmp_path: Path, many: Engine) -> Iterator[Neighbour]:
    """Somebody who looks at a demo in which one may be Ben."""
    chosen = settings.model_copy(update={"mail_folder": tmp_path / "mail", "base_url": "http://127.0.0.1"})
    guests = [
        Guest("ben", "Ben", BEN, say("who writes a blog"), lambda db, now: welcome(db, BEN, now)),
        Guest("eve", "Eve", "eve@example.org", say("x"), lambda _db, _now: None),
    ]
    with writing(many) as db:
        welcome(db, BEN, now())
    site = create_app(chosen, guests=guests, look_every=0)
    with TestClient(site, base_url=chosen.base_url, raise_server_exceptions=False) as browser:
        yield Neighbour("Cem", browser)


def test_in_the_demo_one_may_be_ben(at_the_demo: Neighbour) -> None:
    assert at_the_demo.visit("/").words("//section[@class='guests']//button") == ["Be Ben", "Be Eve"]
    assert at_the_demo.post("/demo/be/ben").status == 303
    assert BEN in at_the_demo.visit("/you").text


def test_in_the_demo_whoever_was_erased_is_there_again(at_the_demo: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        db.execute(delete(Person))
    assert at_the_demo.post("/demo/be/ben").status == 303
    assert BEN in at_the_demo.visit("/you").text


@pytest.mark.parametrize("who", ["eve", "nobody"])
def test_in_the_demo_one_may_be_nobody_else(at_the_demo: Neighbour, who: str) -> None:
    assert at_the_demo.post(f"/demo/be/{who}").status == 404


def test_the_mail_of_the_demo_is_read_as_it_waits_and_when_it_has_left(
    at_the_demo: Neighbour, many: Engine, settings: Settings, tmp_path: Path
) -> None:
    assert "No mail yet" in at_the_demo.visit("/demo/mail").text
    post = Post.of(settings)
    for hours, to in enumerate([BEN, "βεν@bücher.example"]):
        letter = Letter("notice", to, f"Mail {hours}", "Look: http://127.0.0.1/you", "<p>Look</p>")
        with writing(many) as db:
            actions.post(db, letter, now() - timedelta(hours=hours))
            mail = queries.waiting(db)[-1]
            if hours:
                into_folder(tmp_path / "mail", written(mail, post.sender))
                actions.note_sent(db, mail, now())
    listed = at_the_demo.visit("/demo/mail")
    assert listed.words("//ul[contains(@class, 'mails')]//a") == ["Mail 0", "Mail 1"]
    address = [href for href in listed.links if href.startswith("/demo/mail/")][1]
    page = at_the_demo.visit(address)
    assert page.h1 == "Mail 1"
    assert "βεν@xn--bcher-kva.example" in page.text
    assert "http://127.0.0.1/you" in page.links
    frame = at_the_demo.visit(page.all("//iframe")[0].get("src") or "")
    assert "<p>Look</p>" in frame.source
    assert "sandbox" in frame.headers["content-security-policy"]
    assert at_the_demo.visit("/demo/mail/nothing").status == 404


@pytest.mark.parametrize("address", ["/demo/mail", "/demo/mail/x", "/demo/mail/x/html", "/demo/be/ben"])
def test_a_hub_that_is_no_demo_has_none_of_this(cem: Neighbour, address: str) -> None:
    assert cem.visit(address).status == 404
    assert cem.post(address).status in {404, 405}
    assert "guests" not in cem.visit("/").source
