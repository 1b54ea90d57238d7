"""Ben does not wait for a mentor: his site proves that it is his."""

import pytest
from sqlalchemy import Engine

from hub.duties.proving import prove_all
from hub.duties.tools import Tools
from hub.settings import Settings
from hub.site import admitting
from tests.duties.publisher import Publisher, rss
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import ADDRESS, Alderford
from tests.site.registering.blogging import BEN, HEAD, only, registered


@pytest.mark.parametrize("way", ["meta", "rel-me", "post"])
def test_the_site_proves_itself(ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, way: str) -> None:
    page = registered(ben, blog)
    assert "Nobody looks after Alderford yet" in page.text
    address, token = page.address.removeprefix(ADDRESS), only(many).token
    assert ben.post(f"{address}/check").status == 422
    ways = {
        "meta": ("/", f"{HEAD}<meta name=local-hub content={token}>"),
        "rel-me": ("/", f"{HEAD}<a rel=me href='{ADDRESS}/register/proof/{token}'>hub</a>"),
        "post": ("/feed", rss(f"Here is {token}")),
    }
    at, body = ways[way]
    blog.says(at, body=body)
    assert "It is in the stream" in ben.post(f"{address}/check", follow=True).text
    assert only(many).proved_by == way
    assert ben.post(f"{address}/check").status == 303


def test_a_site_that_went_away_proves_nothing_and_too_many_checks_are_refused(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    address = registered(ben, blog).address.removeprefix(ADDRESS)
    blog.answers.clear()
    assert "nothing at this address" in ben.post(f"{address}/check").text
    assert [ben.post(f"{address}/check").status for _ in range(12)][-1] == 429


def test_a_site_is_looked_at_every_day_for_its_proof(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, tools: Tools, settings: Settings
) -> None:
    registered(ben, blog)
    assert prove_all(tools, admitting.prover(settings)) == 0
    blog.says("/", body=f"<meta name=local-hub content={only(many).token}>")
    assert prove_all(tools, admitting.prover(settings)) == 1
    assert "is in the stream" in post.letters(many, BEN)[-1]
    assert prove_all(tools, admitting.prover(settings)) == 0


def test_a_site_that_nobody_can_look_at_keeps_no_other_from_its_proof(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, tools: Tools
) -> None:
    registered(ben, blog)

    def stumbles(*_: object) -> bool:
        raise ValueError("no port of this world")

    assert prove_all(tools, stumbles) == 0


def test_the_daily_look_stops_when_it_is_told_to_and_passes_over_what_is_away(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, tools: Tools, settings: Settings
) -> None:
    registered(ben, blog)
    blog.answers.clear()
    assert prove_all(tools, admitting.prover(settings)) == 0
    asked = len(blog.asked)
    tools.stop.set()
    assert prove_all(tools, admitting.prover(settings)) == 0
    assert len(blog.asked) == asked
