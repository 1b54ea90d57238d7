"""Others are told slowly, each once, and nobody can be made to suffer by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import Engine

from hub.communicate.mentions import sending
from hub.communicate.mentions.telling import AGAIN, GONE, MOST_BYTES, OF_DOMAIN, PACE, Hitch, Outcome, SendState
from hub.db.engine import writing
from hub.duties.sending import send, settle_owed, tell_others
from hub.net.answers import Answer, Ask, Hop, Reply
from hub.net.door import Door
from hub.net.pacing import registrable
from hub.sandbox import Stopped
from hub.settings import Settings
from tests.duties.told import HERE, Site, Teller, site

HTML = {"content-type": "text/html"}


@pytest.fixture
def blog() -> Iterator[Site]:
    with site() as made:
        yield made


@pytest.fixture
def teller(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Teller:
    return Teller(engine, monkeypatch)


class Crowded:
    """A network in which every page names one endpoint, and each ask is written down."""

    def __init__(self, teller: Teller, monkeypatch: pytest.MonkeyPatch, endpoint: str = "") -> None:
        self.teller, self.endpoint = teller, endpoint
        self.asked: list[tuple[datetime, str]] = []
        self.hops: tuple[Hop, ...] = ()
        monkeypatch.setattr("hub.duties.sending.ask_all", self.answers)

    def answers(self, asks: Sequence[Ask], _: Door) -> Iterator[tuple[Ask, Answer]]:
        for ask in asks:
            self.asked.append((self.teller.now, ask.url))
            link = {"link": f"<{self.endpoint or ask.url}/wm>; rel=webmention"}
            yield ask, Reply(202, ask.url) if ask.form else Reply(200, ask.url, HTML | link, b"", self.hops)

    def gaps(self, domain: str = "") -> list[timedelta]:
        """How long it was between two asks of anybody, or of one domain."""
        at = [moment for moment, url in self.asked if domain in {"", registrable(url)}]
        return [later - sooner for sooner, later in pairwise(at)]


def test_the_same_is_told_once(teller: Teller, blog: Site) -> None:
    target = blog.shows("/post", "", ("Link", "</wm>; rel=webmention"))
    blog.takes("/wm", 201, Location="/status/7")
    for _ in range(3):
        teller.ask(target, target)
        assert teller.goes_on() == (2 if _ == 0 else 0)
    row = teller.row()
    assert (row.state, row.status_url, row.due_at) == (SendState.TOLD, f"http://{blog.host}/status/7", None)
    assert len(blog.sent) == 1


def test_a_page_that_wants_to_be_told_nowhere_is_left_alone(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "Bins."))
    assert teller.goes_on() == 1
    assert teller.row().state == SendState.NOBODY
    teller.take_back()
    assert teller.goes_on() == 0
    assert teller.row().edit == GONE


def test_what_was_taken_back_before_anybody_knew_is_told_nobody(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "", ("Link", "</wm>; rel=webmention")))
    teller.take_back()
    assert teller.goes_on() == 0
    assert blog.asked == []


def test_what_is_taken_back_while_it_is_told_is_told_to_be_gone(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "", ("Link", "</wm>; rel=webmention")))
    teller.goes_on(1)
    engine = teller.tools.engine
    teller.now += OF_DOMAIN
    with writing(engine) as db:
        step = sending.claim(db, teller.now)
    assert step is not None
    teller.take_back()
    with writing(engine) as db:
        sending.note(db, step, _told(), teller.now)
    teller.goes_on()
    assert len(blog.sent) == 1  # the one before is only noted here
    assert (teller.row().state, teller.row().edit) == (SendState.TOLD, GONE)


def test_what_is_taken_back_while_nobody_can_be_told_is_forgotten(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", ""))
    with writing(teller.tools.engine) as db:
        step = sending.claim(db, teller.now)
    assert step is not None
    teller.take_back()
    with writing(teller.tools.engine) as db:
        sending.note(db, step, Outcome(SendState.NOBODY), teller.now)
    teller.now += timedelta(hours=1)
    assert teller.goes_on() == 0


def test_what_is_edited_while_it_is_told_is_told_anew(teller: Teller, blog: Site) -> None:
    target = blog.shows("/post", "")
    teller.ask(target)
    with writing(teller.tools.engine) as db:
        step = sending.claim(db, teller.now)
    assert step is not None
    teller.ask(target, edit="2")
    with writing(teller.tools.engine) as db:
        sending.note(db, step, Outcome(SendState.NOBODY), teller.now)
        sending.note(db, replace(step, id=UUID(int=0)), _told(), teller.now)  # of one that is no more
    assert teller.row().state == SendState.WAITING


def test_what_is_changed_twice_in_a_row_is_told_once(teller: Teller, blog: Site) -> None:
    target = blog.shows("/post", '<link rel="webmention" href="/wm">')
    teller.ask(target)
    teller.goes_on()
    for edit in ("2", "3"):
        with writing(teller.tools.engine) as db:
            sending.ask(db, sending.Page(HERE, edit), [target], teller.now)
            assert not sending.is_due(db, teller.now)
    teller.goes_on()
    assert len(blog.sent) == 2


def _told() -> Outcome:
    return Outcome(SendState.TOLD)


def test_two_workers_never_have_the_same_step(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", ""))
    with writing(teller.tools.engine) as db:
        assert sending.claim(db, teller.now) is not None
        assert sending.claim(db, teller.now) is None
        assert sending.claim(db, teller.now + OF_DOMAIN) is None  # it is under way
        assert sending.claim(db, teller.now + timedelta(minutes=3)) is not None  # whoever had it must have died


def test_a_site_in_trouble_is_tried_ever_later(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "", ("Link", "</wm>; rel=webmention")))
    blog.takes("/wm", 500)
    teller.goes_on(3)
    for wait in AGAIN:
        assert teller.row().state == SendState.FOUND
        teller.now += wait
        teller.goes_on(1)
    assert (teller.row().state, teller.row().trouble) == (SendState.FAILED, Hitch.BUSY)
    assert len(blog.sent) == len(AGAIN) + 1


def test_a_site_that_asks_us_to_come_later_is_left_alone_with_all_its_pages(teller: Teller, blog: Site) -> None:
    first, second = (blog.shows(path, "", ("Link", "</wm>; rel=webmention")) for path in ("/1", "/2"))
    blog.takes("/wm", 429, Retry_After="3600")
    teller.ask(first)
    teller.goes_on(3)
    teller.ask(second, page="http://hub.test/replies/2")
    assert teller.goes_on(50) == 0
    blog.takes("/wm", 202)
    teller.goes_on(15)
    assert [row.state for row in teller.rows()] == [SendState.TOLD] * 2


def test_an_endpoint_that_moved_is_told_at_its_new_address(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "", ("Link", "</wm>; rel=webmention")))
    blog.takes("/wm", 308, Location="/new")
    teller.goes_on()
    assert [path for path, _ in blog.sent] == ["/wm", "/new"]


def test_a_page_of_more_than_a_megabyte_is_not_read(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "b" * (MOST_BYTES + 1), ("Link", "</wm>; rel=webmention")))
    teller.goes_on(3)
    assert (teller.row().state, teller.row().trouble) == (SendState.REFUSED, Hitch.TOO_BIG)


def test_no_page_makes_us_tell_ourselves(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "", ("Link", "<http://hub.test/webmention>; rel=webmention")))
    teller.goes_on(3)
    assert (teller.row().state, teller.row().trouble) == (SendState.REFUSED, Hitch.OWN)


def test_no_endpoint_leads_inside(teller: Teller, blog: Site) -> None:
    teller.ask(blog.shows("/post", "", ("Link", "<http://169.254.169.254/latest>; rel=webmention")))
    teller.goes_on(3)
    assert (teller.row().state, teller.row().trouble) == (SendState.REFUSED, Hitch.NOT_ALLOWED)


def test_a_page_no_child_can_read_is_told_nothing(teller: Teller, blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, accident in enumerate((Stopped("too slow"), RecursionError())):

        def stumble(*_: object, accident: Exception = accident, **__: object) -> str:
            raise accident

        monkeypatch.setattr("hub.duties.sending.read_endpoint", stumble)
        teller.ask(blog.shows(f"/{number}", ""), page=f"http://hub.test/replies/{number}")
        teller.goes_on(3)
    assert [row.state for row in teller.rows()] == [SendState.NOBODY] * 2


def test_somebody_is_asked_every_twelve_seconds_at_most_by_however_many(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Crowded(teller, monkeypatch)
    for number in range(40):
        teller.ask(f"https://blog{number}.example/", page=f"http://hub.test/replies/{number}")
    until = teller.now + timedelta(minutes=10)
    while teller.now < until:
        send(teller.tools)
        send(teller.tools)  # another worker, or the same after a restart: all that is counted is in the database
        teller.now += timedelta(seconds=3)
    assert len(world.asked) == 50
    assert min(world.gaps()) >= PACE


def test_nobody_is_flooded_by_pages_that_name_his_address_as_theirs(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Crowded(teller, monkeypatch, endpoint="https://victim.example")
    for number in range(30):
        teller.ask(f"https://blog{number}.example/", page=f"http://hub.test/replies/{number}")
    teller.goes_on(12)
    counted = Counter(registrable(url) for _, url in world.asked)
    assert counted["victim.example"] >= 5
    assert min(world.gaps("victim.example")) >= OF_DOMAIN


def test_one_site_that_has_much_to_be_told_keeps_no_other_waiting(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Crowded(teller, monkeypatch)
    for number in range(20):
        teller.ask(f"https://busy.example/{number}", page=f"http://hub.test/replies/{number}")
    teller.now += timedelta(seconds=1)
    teller.ask("https://ben.example/")
    teller.goes_on(0.5)
    assert [registrable(url) for _, url in world.asked] == ["busy.example", "ben.example"]
    assert min(world.gaps("busy.example"), default=OF_DOMAIN) >= OF_DOMAIN


def test_redirects_are_counted_too(teller: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    world = Crowded(teller, monkeypatch)
    world.hops = tuple(Hop(302, f"https://hop{number}.example/") for number in range(4))
    for number in range(4):
        teller.ask(f"https://blog{number}.example/", page=f"http://hub.test/replies/{number}")
    teller.ask("https://hop0.example/", page="http://hub.test/replies/hop")
    teller.goes_on(0.9)
    assert len(world.asked) == 1
    teller.goes_on(5)
    assert min(world.gaps()) >= PACE


@pytest.mark.parametrize(
    ("chosen", "asks"),
    [
        ({"base_url": "https://hub.example"}, 1),
        ({"base_url": "https://hub.example", "webmention": False}, 0),
        ({"base_url": "http://localhost:8000"}, 0),
    ],
)
def test_nobody_is_told_of_pages_nobody_can_reach(
    teller: Teller, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, object], asks: int
) -> None:
    world = Crowded(teller, monkeypatch)
    teller.tools = replace(teller.tools, door=Door())
    teller.ask("https://ben.example/", page=HERE)
    settings = Settings(_env_file=None, **chosen)  # type: ignore[arg-type] # the names are those of settings
    tell_others(teller.tools, settings)
    assert len(world.asked) == asks
    settle_owed(teller.tools, settings)
    assert (teller.row().edit == GONE) == bool(asks)  # no page of ours is behind it
