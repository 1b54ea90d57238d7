from collections.abc import Iterator
from datetime import timedelta

import feedparser
import httpx2
import pytest

from hub.demo.content import Voice, wherrybridge
from hub.demo.server import Town
from hub.demo.timeline import SECOND_THOUGHTS, cycle, latest, moment
from tests.demo.visitor import HREF, NOON, Visit, visit, voice

FEEDS = [each for each in wherrybridge().voices.values() if each.dialect != "closed"]


@pytest.fixture
def cem() -> Iterator[Visit]:
    with visit() as seen:
        yield seen


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.slug)
def test_who_holds_a_feed_already_is_told_so(cem: Visit, feed: Voice) -> None:
    first = cem.get(feed.path)
    same = cem.get(feed.path, If_None_Match=first.headers["etag"])
    dated = cem.get(feed.path, If_Modified_Since=first.headers["last-modified"])
    assert first.status_code == 200
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == first.headers["etag"]
    assert dated.status_code == 304


def test_an_old_copy_is_replaced(cem: Visit) -> None:
    assert cem.get(voice("courier").path, If_None_Match='"long ago"').status_code == 200
    assert cem.get(voice("courier").path, If_Modified_Since="Mon, 06 Jan 2025 09:00:00 GMT").status_code == 200
    assert cem.get(voice("courier").path, If_Modified_Since="yesterday").status_code == 200


def test_quiet_feeds_keep_their_bytes_while_others_speak(cem: Visit) -> None:
    before = {feed.slug: cem.feed(feed.slug).content for feed in FEEDS}
    cem.wait(minutes=5)
    spoke = [slug for slug, body in before.items() if cem.feed(slug).content != body]
    assert 1 <= len(spoke) <= 3


def test_new_posts_stand_on_top_of_their_feeds(cem: Visit) -> None:
    before = _guids(cem, "noticeboard")
    cem.wait(hours=1)
    after = _guids(cem, "noticeboard")
    assert len(after) > len(before)
    assert after[-len(before) :] == before


def test_an_answer_written_just_now_links_to_a_page_that_exists(cem: Visit) -> None:
    cem.wait(hours=5)
    newest = feedparser.parse(cem.feed("noticeboard").content).entries[:25]
    targets = [target for entry in newest for target in HREF.findall(entry.summary)]
    assert targets
    assert {cem.get(target).status_code for target in targets} == {200}


def test_an_article_that_is_passed_on_leads_to_the_page_of_who_wrote_it(cem: Visit) -> None:
    cem.moment = moment(timedelta(weeks=7, days=5), cycle(NOON))
    passed_on = [entry.link for entry in feedparser.parse(cem.feed("noticeboard").content).entries]
    written = [entry.link for entry in feedparser.parse(cem.feed("courier").content).entries]
    assert len(set(passed_on) & set(written)) == 3
    assert {cem.get(link).status_code for link in set(passed_on) & set(written)} == {200}


def test_some_posts_say_something_else_a_few_minutes_later(cem: Visit) -> None:
    town = wherrybridge()
    bread = latest(town, town.by_slug["l-bread"], NOON + timedelta(hours=5))
    said = []
    for after in (timedelta(minutes=1), SECOND_THOUGHTS, timedelta(minutes=20)):
        cem.moment = bread.at + after
        heard = feedparser.parse(cem.feed("noticeboard").content).entries
        said += [entry for entry in heard if "loaves" in entry.title]
        assert said[-1].summary in cem.get(said[-1].link).text
    assert said[0].summary != said[1].summary == said[2].summary
    assert len({(entry.id, entry.link, entry.title) for entry in said}) == 1


def test_the_police_feed_moved_for_good(cem: Visit) -> None:
    moved = cem.get(voice("police").old_path)
    assert moved.status_code == 301
    assert moved.headers["location"] == cem.town.url + voice("police").path
    assert feedparser.parse(cem.get(moved.headers["location"]).content).entries


def test_a_restart_on_the_same_day_changes_no_guid() -> None:
    with visit() as first:
        before = {slug: _guids(first, slug) for slug in ("council", "courier", "boots", "kilnpost")}
    with visit(NOON + timedelta(hours=3)) as second:
        after = {slug: _guids(second, slug) for slug in before}
    assert all(after[slug][-len(guids) :] == guids for slug, guids in before.items())


def test_a_day_later_the_old_guids_are_still_there(cem: Visit) -> None:
    before = _guids(cem, "courier")
    cem.wait(days=1)
    after = _guids(cem, "courier")
    assert len(set(before) & set(after)) >= len(before) - 2
    assert len(after) <= 60


@pytest.mark.parametrize("path", ["/", "/council/", "/arts-centre/", "/ramblers/"])
def test_every_site_has_a_page(cem: Visit, path: str) -> None:
    reply = cem.get(path)
    assert reply.status_code == 200
    assert reply.text.count("<h1>") == 1


def test_a_site_names_its_feed(cem: Visit) -> None:
    assert '<link rel="alternate" type="application/rss+xml"' in cem.get("/boots/").text
    assert 'rel="alternate"' not in cem.get("/ramblers/").text


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/pictures/",
        "/council/2026/03/09/bins-action-notice-999999",
        "/council/2026/03/09/no-such-post-6",
        "/courier/2026/03/09/bins-action-notice-6",
        "/council/../../etc/passwd",
        "/council/x-99999999999999999999",
        "/council/x-²",
    ],
)
def test_what_is_not_there_is_not_found(cem: Visit, path: str) -> None:
    assert cem.get(path).status_code == 404


def test_a_post_is_not_served_before_its_moment(cem: Visit) -> None:
    cem.wait(hours=1)
    link = feedparser.parse(cem.feed("noticeboard").content).entries[0].link
    assert cem.get(link).status_code == 200
    cem.wait(hours=-3)
    assert cem.get(link).status_code == 404


def test_head_gives_the_headers_alone(cem: Visit) -> None:
    reply = cem.browser.head(voice("council").path)
    assert (reply.status_code, reply.content) == (200, b"")
    assert int(reply.headers["content-length"]) > 1000


def test_a_taken_port_is_said_and_got_round(cem: Visit) -> None:
    other = Town()
    try:
        heard = other.start(int(cem.town.host_and_port.rpartition(":")[2]))
        assert not heard.usual
        assert other.url != cem.town.url
    finally:
        other.stop()
    other.stop()


def test_a_town_off_the_air_has_no_address() -> None:
    with pytest.raises(RuntimeError, match="not on the air"):
        Town().url  # noqa: B018 reading it is the point


def _guids(seen: Visit, slug: str) -> list[str]:
    entries = feedparser.parse(seen.feed(slug).content).entries
    return [entry.id.replace(seen.town.url, "") for entry in entries]


def test_somebody_elsewhere_answers_what_the_hub_shows() -> None:
    with Town(hub="http://127.0.0.1:8000") as town:
        kept = httpx2.get(f"{town.url}/beyond/marsh-hen/items/12", trust_env=False)
        others = [
            f"{town.url}/beyond/{path}" for path in ("marsh-hen", "nobody/items/12", "marsh-hen/https://x.example")
        ]
        assert {httpx2.get(url, trust_env=False).status_code for url in others} == {404}
    assert 'class="u-in-reply-to" href="http://127.0.0.1:8000/items/12"' in kept.text
