"""What did somebody type into a form? Its fields as text, and beside each what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from hub.errors import HubError, TooLong
from hub.kit.saying import Saying, say
from hub.kit.text import storable

MOST_BYTES = 320_000  # of a form; a draft of a hundred kilobytes fits in any script, three letters for each byte
MOST_FIELDS = 500  # two hundred rows fit, each ticked and with a choice beside it


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they were typed, in order, and what is wrong with which."""

    fields: tuple[tuple[str, str], ...] = ()
    wrong: Mapping[str, Saying] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return what was typed into *name*, without white space around it; empty where nothing was."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> Sequence[str]:
        """Return everything chosen under *name*."""
        return [value.strip() for key, value in self.fields if key == name]

    def but(self, **wrong: Saying) -> "Typed":
        """Return the same with what is *wrong*, field by field, besides what was found wrong before."""
        return replace(self, wrong={**self.wrong, **wrong})


def in_address(request: Request) -> Typed:
    """Return the fields of a form that was sent by its address."""
    return Typed(tuple(request.query_params.multi_items()))


def too_long(text: str, most: int) -> Saying | None:
    """Say that a text has more letters than *most*; None where it has not."""
    return say("This is too long: at most %(most)s letters.", most=most) if len(text) > most else None


def until(said_by_form: str, now: datetime) -> datetime:
    """Return the moment a form names until which all was seen; at the latest *now*, and that where it names none."""
    return min(moment_of(said_by_form) or now, now)


def moment_of(said_by_form: str) -> datetime | None:
    """Return the moment a form brings back, in UTC; None where it names none, or one that no calendar here has.

    >>> moment_of("2026-01-01T12:00+02:00"), moment_of("yesterday"), moment_of("0001-01-01T00:00+14:00")
    (datetime.datetime(2026, 1, 1, 10, 0, tzinfo=datetime.timezone.utc), None, None)
    """
    try:
        moment = datetime.fromisoformat(said_by_form)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def trapped(typed: Typed) -> Saying | None:
    """Say that the field nobody sees was filled in; None where it was not."""
    return say("Leave this empty: only programs fill it in.") if typed["website"] else None


async def _typed(request: Request) -> Typed:
    """Read the form a browser sent; HubError when it is none, or longer than any of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLong(say("This is longer than the form takes. Shorten it, and send it again."))
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:  # bytes that are no text, or more fields than any form of ours has
        raise HubError(say("This is not what the form sends. Go back, and send it again.")) from None
    lines = tuple((name, value.replace("\r\n", "\n")) for name, value in pairs)
    unreadable = say("This has signs in it that cannot be shown. Take them out.")
    return Typed(lines, {name: unreadable for name, value in lines if storable(value) != value})


FormTyped = Annotated[Typed, Depends(_typed)]
