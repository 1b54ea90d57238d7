"""A card says in its reader's words what it is, where it leads and why it is here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hub.aggregate.items.cards import Card, Why
from hub.site.listing import fragments
from hub.site.listing.faces import MOST_FILES, Face, Faces
from hub.site.looks.samples import HERE, kinds
from hub.site.words import LANGUAGES, speaking

NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)
CARDS = {card.source.kind: card for card in kinds(NOON)}


def test_times_are_those_of_the_wall_where_it_was_said() -> None:
    face = _face(replace(CARDS["blog"], sort_at=NOON))
    assert (face.at, face.day, face.clock) == ("2026-07-03T12:00:00Z", "Friday 3 July 2026", "13:00")


def test_addresses_are_those_of_the_place_and_the_language() -> None:
    card = next(card for card in CARDS.values() if card.tags)
    with speaking(LANGUAGES["cy"]):
        face = _face(card)
    assert face.page == f"/cy/items/{card.id}"
    assert face.by.address == f"/cy/styleguide/sources/{card.source.slug}"
    assert face.labels[0].address == f"/cy/styleguide/tags/{card.tags[0].slug}"


def test_what_many_cards_share_is_worked_out_once() -> None:
    faces = Faces(HERE)
    assert faces.of(CARDS["blog"]).by is faces.of(CARDS["blog"]).by


@pytest.mark.parametrize(("language", "said"), [("en", ""), ("cy", "cy"), ("", "")])
def test_the_language_of_words_is_said_where_it_is_not_that_of_the_page(language: str, said: str) -> None:
    assert _face(replace(CARDS["blog"], language=language)).language == said


def test_an_excerpt_that_says_no_more_than_the_title_is_left_out() -> None:
    assert _face(CARDS["blog"]).excerpt
    assert not _face(replace(CARDS["blog"], summary=CARDS["blog"].title)).excerpt


def test_files_are_named_where_they_are_the_point_and_not_too_many() -> None:
    many = CARDS["podcast"].files * (MOST_FILES + 1)
    assert len(_face(replace(CARDS["podcast"], files=many)).files) == MOST_FILES
    assert _face(replace(CARDS["blog"], files=many)).files == ()


def test_no_stranger_can_say_where_cards_are_cut_apart() -> None:
    sly = "<!--cut--> & <!--end-->"
    told = replace(CARDS["podcast"], title=sly, summary=f"{sly}!", link=f"https://a.example/{sly}", language=sly)
    card = replace(told, source=replace(told.source, name=sly), tags=(replace(_tag(), name=sly, evidence=sly),))
    made = list(fragments.render([_face(card), _face(CARDS["blog"])]))
    assert len(made) == 2
    opening, excerpt = made[0].card[: made[0].cuts[0]], made[0].card[slice(*made[0].cuts)]
    assert b"<!--" not in made[0].card
    assert b"&lt;!--cut--&gt;" in opening
    assert excerpt.startswith(b'<p class="excerpt"')


def test_a_card_without_a_link_leads_to_its_own_page() -> None:
    card = replace(CARDS["blog"], link="")
    (made,) = fragments.render([_face(card)])
    assert f'<a href="/items/{card.id}">{card.title}'.encode() in made.card


def _face(card: Card) -> Face:
    return Faces(HERE).of(card)


def _tag() -> Why:
    return next(card.tags[0] for card in CARDS.values() if card.tags)
