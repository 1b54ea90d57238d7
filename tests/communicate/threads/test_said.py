"""Threads stand below replies, and know their tables by their columns alone: these are there, and mean the same."""

from typing import Any

import pytest
from sqlalchemy import TableClause
from sqlalchemy.types import TypeDecorator, TypeEngine

from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads import rules, said
from hub.db.base import Table


@pytest.mark.parametrize(("known", "table"), [(said._REPLY, Reply), (said._MARK, ReadMark)])
def test_the_columns_threads_know_of_replies_are_there_with_the_same_types(
    known: TableClause, table: type[Table]
) -> None:
    real = table.__table__  # type: ignore[attr-defined]  # made by SQLModel
    assert known.name == real.name
    for column in known.columns:
        there = real.columns[column.name].type
        assert _plain(column.type).python_type is _plain(there).python_type, column.name


def test_a_reply_that_is_seen_is_called_the_same_in_both() -> None:
    assert State.SHOWN.value == rules.SHOWN


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
