"""What came with an item: heard when Cem asks, seen from our own copy, never loaded from elsewhere unasked."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine

from hub.aggregate.items.models import Enclosure
from hub.aggregate.pictures import actions, queries
from hub.aggregate.pictures.rules import PURPOSE, Small, Which, name_of
from hub.db.engine import reading, writing
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.secret import key_for
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour, neighbour
from tests.site.conftest import Alderford

SMALL = Small(b"RIFF....WEBP and so on", 640, 400)
PHOTO = "https://img.camera.example/mill.jpg"
SOUND = "https://cdn.pump.example/94.mp3?a=1&b=2"


def came(many: Engine, alderford: Alderford, *files: Enclosure, shows: str = "full", **more: Any) -> int:
    """Have somebody say something *files* came with; return its number."""
    with writing(many) as db:
        voice = town.source(db, "Round the Pump", alderford.place, kind="podcast", shows=shows)
        item = town.item(db, town.feed(db, voice), "Rats and Romans", [alderford.place], at=alderford.moment, **more)
        assert item.id is not None
        for position, file in enumerate(files):
            file.item_id, file.position = item.id, position
            db.add(file)
        return item.id


def audio(url: str = SOUND, **more: Any) -> Enclosure:
    return Enclosure(item_id=0, position=0, url=url, media_type="audio/mpeg", **more)


def image(url: str = PHOTO, **more: Any) -> Enclosure:
    return Enclosure(item_id=0, position=0, url=url, media_type="image/jpeg", **more)


def test_an_address_that_cannot_be_taken_apart_breaks_no_page(cem: Any, many: Engine, alderford: Alderford) -> None:
    number = came(many, alderford, Enclosure(item_id=0, position=0, url="http://[1]/a.mp3", media_type=""))
    assert "Rats and Romans" in cem.visit("/alderford").text
    assert "Rats and Romans" in cem.visit(f"/items/{number}").text


@pytest.fixture
def keeping(settings: Settings) -> Settings:
    """What an operator chose who lets the hub keep copies of pictures."""
    return settings.model_copy(update={"picture_copies": 10})


@pytest.fixture
def dot(keeping: Settings) -> Iterator[Neighbour]:
    """Dot, who reads a hub that keeps copies."""
    with neighbour("Dot", keeping) as visitor:
        yield visitor


def test_a_sound_is_offered_by_the_name_of_its_host_and_loads_nothing(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    page = cem.visit(f"/items/{came(many, alderford, audio(length=12_345_678, seconds=1_200))}")
    assert "Play here (from cdn.pump.example)" in page.source
    assert "Sound, MP3, 12.3 MB, 20 minutes long" in page.source
    assert "<audio" not in page.source
    assert "autoplay" not in page.source
    assert "media-src 'self';" in page.headers["content-security-policy"]


def test_a_sound_plays_for_who_asked_and_that_page_alone_may_load_it(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    item = came(many, alderford, audio())
    offered = re.search(r'href="(/items/[^"#]*play=1)#sound-1"', cem.visit(f"/items/{item}").source)
    assert offered is not None
    page = cem.visit(offered[1])
    assert re.search(
        r'<audio controls autoplay preload="none" id="sound-1" tabindex="0" '
        r'src="https://cdn\.pump\.example/94\.mp3\?a=1&amp;b=2"',
        page.source,
    )
    assert page.source.count('id="sound-1"') == 1
    assert "Press play if it has not started." in page.text
    assert "media-src 'self' https://cdn.pump.example;" in page.headers["content-security-policy"]
    assert "img-src 'self';" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("play", ["0", "2", "x", "1;script-src *", "https://a.example", "1" * 400])
def test_nothing_else_can_be_asked_to_play(cem: Neighbour, many: Engine, alderford: Alderford, play: str) -> None:
    page = cem.visit(f"/items/{came(many, alderford, audio())}?{urlencode({'play': play})}")
    assert "<audio" not in page.source
    assert "media-src 'self';" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "url", ["https://a.example;script-src/1.mp3", "https://*/1.mp3", "https://a.example,b/1.mp3", "https://a b/1.mp3"]
)
def test_an_address_that_means_more_in_a_policy_is_only_a_link(
    cem: Neighbour, many: Engine, alderford: Alderford, url: str
) -> None:
    page = cem.visit(f"/items/{came(many, alderford, audio(url))}?play=1")
    assert "<audio" not in page.source
    assert "media-src 'self';" in page.headers["content-security-policy"]


def test_a_sound_comes_over_tls_or_not_at_all(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = cem.visit(f"/items/{came(many, alderford, audio('http://cdn.pump.example/94.mp3'))}?play=1")
    assert "http://cdn.pump.example" not in page.source
    assert "https://cdn.pump.example;" in page.headers["content-security-policy"]


def test_of_several_sounds_each_has_its_name(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    item = came(many, alderford, audio(title="Part one"), audio("https://cdn.pump.example/2.mp3", title="Part two"))
    page = cem.visit(f"/items/{item}?play=2").source
    assert page.count("<audio") == 1
    assert 'aria-label="Part two"' in page


def test_a_picture_is_a_link_with_the_words_of_its_author(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = cem.visit(
        f"/items/{came(many, alderford, image(words='A mill in fog'), image('https://b.example/2.jpg'))}"
    ).source
    assert "See the picture at img.camera.example" in page
    assert "A mill in fog" in page
    assert "Its author did not describe it." in page
    assert "<img" not in page


def test_a_film_leads_away_and_says_so(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    film = Enclosure(item_id=0, position=0, url="https://film.example/1.mp4", media_type="video/mp4")
    paper = Enclosure(
        item_id=0, position=0, url="https://papers.example/1.pdf", media_type="application/pdf", title="Minutes"
    )
    page = cem.visit(f"/items/{came(many, alderford, film, paper)}").source
    assert "Watch it at film.example (leaves this site)" in page
    assert "Minutes" in page
    assert "<video" not in page


def keep(many: Engine, item: int, url: str = PHOTO) -> None:
    with writing(many) as db:
        actions.keep(db, Which(item, 0, url), SMALL)


def address(page: str) -> str:
    found = re.search(r'<img src="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_picture_is_seen_from_our_own_copy(dot: Neighbour, many: Engine, alderford: Alderford) -> None:
    item = came(many, alderford, image(words="A mill in fog"))
    keep(many, item)
    page = dot.visit(f"/items/{item}").source
    assert re.search(r'width="640" height="400" alt="A mill in fog" loading="lazy"', page)
    assert not re.search(r'(?:src|srcset|poster)="https?:', page)
    shown = dot.visit(address(page))
    assert (shown.status, shown.source, shown.headers["content-type"]) == (200, SMALL.body.decode(), "image/webp")


def test_in_welsh_it_is_the_same_picture(dot: Neighbour, many: Engine, alderford: Alderford) -> None:
    item = came(many, alderford, image())
    keep(many, item)
    assert dot.visit(address(dot.visit(f"/cy/items/{item}").source)).source == SMALL.body.decode()


def test_miniflux_2025_31483_and_freshrss_2025_31136_a_copy_can_run_nothing(
    dot: Neighbour, many: Engine, alderford: Alderford
) -> None:
    item = came(many, alderford, image())
    keep(many, item)
    told = dot.visit(address(dot.visit(f"/items/{item}").source)).headers
    assert told["content-security-policy"] == "default-src 'none'; sandbox"
    assert told["x-content-type-options"] == "nosniff"
    assert told["content-disposition"].startswith("inline; filename=")
    assert told["cache-control"].startswith("private")


@pytest.mark.parametrize("asked", ["0-none.webp", "<script>alert(1)", "9-00.webp", "http:10.0.0.1.jpg", "0-%0d%0aX: 1"])
def test_miniflux_2023_27592_an_answer_without_a_picture_repeats_nothing_and_runs_nothing(
    dot: Neighbour, many: Engine, alderford: Alderford, asked: str
) -> None:
    answer = dot.visit(f"/items/{came(many, alderford, image())}/pictures/{asked}")
    assert (answer.status, answer.source) == (404, "")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "no-store"


def test_miniflux_xwh2_742g_w3wp_no_address_makes_the_site_ask_another_host(
    dot: Neighbour, many: Engine, alderford: Alderford, keeping: Settings
) -> None:
    """The seal is right, and still nothing is fetched: there is no copy. The network of the tests would refuse it."""
    inside = "http://169.254.169.254/latest/meta-data.jpg"
    item = came(many, alderford, image(inside))
    name = name_of(Which(item, 0, inside), key_for(keeping, PURPOSE))
    assert dot.visit(f"/items/{item}/pictures/{name}").status == 404


def test_freshrss_2025_46339_a_copy_of_one_item_is_not_that_of_another(
    dot: Neighbour, many: Engine, alderford: Alderford
) -> None:
    item = came(many, alderford, image())
    keep(many, item)
    shown = address(dot.visit(f"/items/{item}").source)
    with writing(many) as db:
        other = town.item(db, alderford.council, "Elsewhere", [alderford.place])
        db.add(Enclosure(item_id=other.id or 0, position=0, url=PHOTO, media_type="image/jpeg"))
    assert dot.visit(shown.replace(f"/{item}/", f"/{other.id}/")).status == 404


def test_what_is_taken_down_takes_its_pictures_along(dot: Neighbour, many: Engine, alderford: Alderford) -> None:
    item = came(many, alderford, image())
    keep(many, item)
    shown = address(dot.visit(f"/items/{item}").source)
    with writing(many) as db:
        db.add(Withholding(target_kind=Target.ITEM, target_id=str(item), measure=Measure.HIDE, since=alderford.moment))
    answer = dot.visit(shown)
    assert answer.status == 410
    assert answer.source == ""


def test_a_hub_that_keeps_no_copies_shows_none(
    cem: Neighbour, dot: Neighbour, many: Engine, alderford: Alderford
) -> None:
    item = came(many, alderford, image())
    keep(many, item)
    assert "<img" not in cem.visit(f"/items/{item}").source
    assert cem.visit(address(dot.visit(f"/items/{item}").source)).status == 404


def test_who_lets_only_an_excerpt_be_shown_has_links(dot: Neighbour, many: Engine, alderford: Alderford) -> None:
    item = came(many, alderford, image(), shows="excerpt")
    keep(many, item)
    assert "<img" not in dot.visit(f"/items/{item}").source
    with reading(many) as db:
        assert queries.bytes_kept(db) == len(SMALL.body)
