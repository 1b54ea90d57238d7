"""Tables of being answered: how somebody wants to hear of it, what they were told, and what nobody need answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table

_Id = BigInteger().with_variant(Integer(), "sqlite")


class AnswerWish(Table, table=True):
    """How somebody who writes wants to hear of answers; who never said so has no row, and gets one mail a day."""

    __tablename__ = "answer_wish"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    at_once: bool = False  # a mail for each answer, instead of one a day
    introduce: bool = True  # mentors may ask whether they want to meet somebody
    seen_at: datetime | None = None  # all that came until then was seen
    told_at: datetime | None = None  # the last mail


class AnswerTold(Table, table=True):
    """That somebody was mailed of an answer to a post of theirs: once, whatever is derived anew."""

    __tablename__ = "answer_told"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    item_id: int = Field(primary_key=True, sa_type=_Id)  # theirs; no foreign key, for it outlives the item by days
    answer: str = Field(primary_key=True)  # answered.rules.Answer.key
    told_at: datetime = Field(index=True)


class LeftBe(Table, table=True):
    """Nobody answered it, a mentor saw that, and it is fine so."""

    __tablename__ = "left_be"

    key: str = Field(primary_key=True)  # item:12 or reply:…
    since: datetime = Field(index=True)
