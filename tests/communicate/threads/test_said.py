"""Threads stand below replies, and know their table by its columns alone: these are there, and mean the same."""

from typing import Any

from sqlalchemy.types import TypeDecorator, TypeEngine

from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads import rules, said


def test_the_columns_threads_read_of_replies_are_there_with_the_same_types() -> None:
    real = Reply.__table__  # type: ignore[attr-defined]  # made by SQLModel
    assert said._REPLY.name == real.name
    for column in said._REPLY.columns:
        there = real.columns[column.name].type
        assert _plain(column.type).python_type is _plain(there).python_type, column.name


def test_a_reply_that_is_seen_is_called_the_same_in_both() -> None:
    assert State.SHOWN.value == rules.SHOWN


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
