"""A language of our own making shows what was never translated: every English letter left on a page stands out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from gettext import NullTranslations

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlmodel import Session

from hub.db.engine import connect, writing
from hub.kit.clock import now
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.pages import ROUTERS
from hub.site.words import speech
from hub.site.words.speech import Language
from tests import databases, town
from tests.neighbours import Page
from tests.site.conftest import ADDRESS

pytestmark = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="words are the same on every database")

PSEUDO = Language("xx", "Ẋẋ", "el")  # dates as Greeks write them
# Names that are the same in every language, of the hub itself, of forms of files and of other languages.
NAMES = (
    *("Atom", "CSV", "English", "Cymraeg", "JSON Feed", "JSON", "LocalHub", "OPML", "OpenAPI", "PDF", "RSS"),
    *("iCalendar", "User-Agent", "ada@hub.example"),
)
PARTS = {"place", "word", "tag", "source", "event", "item"}
# Every address that a part of the far town can be put into, and some questions.
PAGES = sorted(
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.param_convertors.keys() <= PARTS and not route.path.startswith("/api/v1")
)
ASKED = (
    *("/no/such/page", "/{place}?before=garbage", "/{place}?kind=council", "/{place}?tag={tag}", "/{place}?q=ჰჰჰ"),
    *("/{place}?q=ხიდი", "/{place}/search?q=ხიდი", "/{place}/search?q=ჰჰჰ", "/?q=ჰჰჰ"),
)
_ACCENTED = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ")
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_HELD = re.compile(r"(%\(\w+\)s)")
_ADDRESS = re.compile(r"(?:https?|webcal)?:?//\S+|\S+\.(?:atom|rss|json|ics|example)\b\S*|[?&/][\w./?=&-]+")
_HEARD = ("alt", "aria-label", "title", "placeholder")
_OTHERS = "//*[self::code or self::kbd or self::pre or self::script or (@lang and @lang != 'xx')]/descendant-or-self::*"


class Pseudo(NullTranslations):
    """Says everything in letters no English word is written with, and a little longer."""

    def gettext(self, message: str) -> str:
        """Say *message*, what is put into it untouched."""
        parts = [part if _HELD.fullmatch(part) else _accented(part) for part in _HELD.split(message)]
        return "".join(parts) + "·ẋẋẋ"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Say the form that fits *n*."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True)
class FarTown:
    """A town where nobody writes in Latin letters; the parts of addresses that lead to what is there."""

    browser: TestClient
    parts: Mapping[str, str]


@pytest.fixture(scope="module")
def far_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarTown]:
    """A town far away, in a hub that speaks our language too."""
    url = databases.sqlite_file(tmp_path_factory.mktemp("far") / "hub.db")
    settings = Settings(_env_file=None, database_url=url, base_url=ADDRESS, contact="ada@hub.example")
    engine = connect(url)
    with writing(engine) as db:
        parts = _moved_in(db, now() - timedelta(minutes=5))
    engine.dispose()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(speech.LANGUAGES, PSEUDO.tag, PSEUDO)
        patch.setattr(speech, "catalogue", lambda _tag: Pseudo())
        with TestClient(create_app(settings), base_url=ADDRESS) as browser:
            yield FarTown(browser, parts)


@pytest.mark.parametrize("path", [*PAGES, *ASKED])
def test_no_page_has_an_english_word_of_ours_left(far_town: FarTown, path: str) -> None:
    address = path.format(**far_town.parts)
    far_town.browser.cookies.clear()
    far_town.browser.get(address)  # first in English: nothing may stay from there
    reply = far_town.browser.get(f"/xx{address}")
    if "<html" not in reply.text:
        pytest.skip("no page")

    page = Page(address, reply.status_code, reply.headers, reply.text)

    assert page.all("/html[@lang='xx']")
    assert set(_english(page)) == set()


def test_the_check_finds_what_was_not_translated() -> None:
    source = "<html lang=xx><title>Ḣ</title><p title='Read on'>Ƈǿŭƞƈīŀ <i lang=en>Hello</i> Bins <code>GET</code>"

    assert set(_english(Page("/", 200, {}, source))) == {"Read on", "Bins"}
    assert not _PLAIN.search(Pseudo().gettext("Search in %(place)s").replace("%(place)s", ""))


def _moved_in(db: Session, moment: datetime) -> dict[str, str]:
    """Have something said in the far town."""
    place = town.place(db, "სოფელი")
    town.place(db, "კიდე", place)
    bins = town.tag(db, "ნაგავი", also=["ნარჩენი"], meaning="როდის მიაქვთ")
    voice = town.source(db, "საბჭო", place, kind="council", licence="თავისუფლად")
    feed = town.feed(db, voice, looked_at=moment, heard_at=moment, notes="no-ids not-well-formed")
    town.feed(db, voice, "https://b.example/feed", trouble="http-404", trouble_since=moment, looked_at=moment)
    town.feed(db, voice, "https://c.example/feed", moved_to="https://d.example/", looked_at=moment)
    said = town.item(db, feed, "ხიდი დაკეტილია", [place], [bins], moment, author="ანა", licence="თავისუფლად")
    diary = town.feed(db, town.source(db, "კლუბი", place, kind="events"), reads="events")
    rule = "FREQ=MONTHLY;BYDAY=1TU,-1FR;UNTIL=20990630"
    event = town.meetup(db, diary, "გუნდი", now() + timedelta(days=2), repeats=rule, organiser="ბორისი")
    return {
        "place": place.slug,
        "word": bins.slug,
        "tag": bins.slug,
        "source": voice.slug,
        "event": str(event.id),
        "item": str(said.id),
    }


def _english(page: Page) -> Iterator[str]:
    of_others = set(page.all(_OTHERS))
    for element in page.all("//*"):
        own = [] if element in of_others else [element.text, *map(element.get, _HEARD)]
        tail = [] if element.getparent() in of_others else [element.tail]
        for words in (*own, *tail):
            if words and _PLAIN.search(_ours(words)):
                yield words.strip()


def _ours(words: str) -> str:
    for name in NAMES:
        words = words.replace(name, "")
    return _ADDRESS.sub("", words)


def _accented(words: str) -> str:
    return words.lower().translate(_ACCENTED)
