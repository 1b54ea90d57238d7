"""Which words of an item may be quoted? What its source lets us show, as plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import case, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.cards import IN_FULL, LINK_ONLY
from hub.aggregate.items.models import Item
from hub.db.reads import ReadAmong
from hub.kit.markup import plain

MOST_READ = 8_000  # letters of a text, its HTML included: what is said later is not quoted


@dataclass(frozen=True, slots=True)
class Quotable:
    """What may be quoted of an item."""

    summary: str  # empty where its source wants only a link
    language: str
    is_whole: bool  # whether its source allows its whole text


def quotable(db: Session, item_ids: Sequence[int]) -> Mapping[int, Quotable]:
    """Return what may be quoted of these items; unknown ones are left out."""
    return {item_id: Quotable(*row) for item_id, *row in _QUOTABLE.among(db, item_ids)}


def texts(db: Session, item_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the beginning of these items' own texts in plain words; only for those whose source allows all of it."""
    return {item_id: plain(_without_cut_tag(html)) for item_id, html in _TEXTS.among(db, item_ids)}


def _without_cut_tag(html: str) -> str:
    whole, opened, rest = html.rpartition("<")
    return whole if opened and ">" not in rest else html


_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id
_SUMMARY = case((col(Source.shows) == LINK_ONLY, ""), else_=col(Item.summary))
_WHOLE = col(Source.shows) == IN_FULL
_QUOTABLE = ReadAmong(select(_ITEM_ID, _SUMMARY, col(Item.language), _WHOLE).join(Source), _ITEM_ID)
_TEXTS = ReadAmong(select(_ITEM_ID, func.substr(col(Item.html), 1, MOST_READ)), _ITEM_ID)
