"""May an answer be kept, by us or by others? Its headers say so, and are made to say it plainly."""

from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from hub.site.headers import PRIVATE, SHARED
from hub.site.porch.forms import Answer
from hub.site.porch.shelf import Page, Truth
from hub.site.porch.versions import NEVER

FOR_EVER = Truth(None, 0, NEVER)
_OURS = ("etag", "last-modified", "content-length")  # of other bytes than those that will leave


def sealed(answer: Answer, truth: Truth) -> Page:
    """Return what everybody may get, to be kept as long as *truth* holds where the app does not forbid it."""
    headers = _plain(answer)
    tell_all(headers, answer.status)
    is_for_ever = "immutable" in headers.get("cache-control", "")
    good_for = FOR_EVER if is_for_ever else truth
    return Page(Answer(answer.status, headers.raw, answer.body), good_for if _may_be_kept(answer) else None)


def sealed_for_one(answer: Answer) -> Page:
    """Return what only the one who asked may get: others keep it no more than we do."""
    headers = _plain(answer)
    tell_one(headers, answer.status)
    return Page(Answer(answer.status, headers.raw, answer.body))


def tell_all(headers: MutableHeaders, status: int) -> None:
    """Say on an answer for everybody how long others may keep it, where the app does not."""
    if status == HTTPStatus.OK:
        headers.setdefault("Cache-Control", SHARED)


def tell_one(headers: MutableHeaders, _status: int) -> None:
    """Say on an answer for the one who asked that it is nobody else's."""
    if "no-store" not in headers.get("cache-control", ""):
        headers["Cache-Control"] = PRIVATE
    headers.add_vary_header("Cookie")


def telling(tell: Callable[[MutableHeaders, int], None], send: Send) -> Send:
    """Return *send*, with what *tell* says on an answer that goes through it unheld."""

    async def send_told(message: Message) -> None:
        if message["type"] == "http.response.start":
            tell(MutableHeaders(scope=message), message["status"])
        await send(message)

    return send_told


def _plain(answer: Answer) -> MutableHeaders:
    headers = MutableHeaders(raw=list(answer.headers))
    for name in _OURS:
        del headers[name]
    if answer.is_text:
        headers.add_vary_header("Accept-Encoding")
    return headers


def _may_be_kept(answer: Answer) -> bool:
    told = answer.told
    control = told.get("cache-control", "")
    is_for_all = "set-cookie" not in told and told.get("vary", "").lower() in {"", "accept-encoding"}
    return answer.status == HTTPStatus.OK and is_for_all and "no-store" not in control and "private" not in control
