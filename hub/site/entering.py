"""How does somebody come in, and go out? A device in the database, and one cookie in its browser."""

from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request, Response

from hub.people.persons import actions as persons
from hub.people.signin import actions as signin
from hub.people.signin.rules import device
from hub.settings import Settings
from hub.site.deps import Doing, cookie_name, settings_of

COOKIE_HOLDS = timedelta(days=400)  # the most browsers allow: when it ends, the row of the device says
_Answer = TypeVar("_Answer", bound=Response)


def enter(request: Request, doing: Doing, person_id: UUID, answer: _Answer) -> _Answer:
    """Let somebody in whose address was shown to be theirs; whoever was signed in on this device is so no longer."""
    if doing.device:
        signin.end(doing.db, doing.device.person_id, doing.device.id)
    persons.confirm(doing.db, person_id, doing.now)
    token = signin.begin(doing.db, person_id, device(request.headers.get("user-agent", "")), doing.now)
    settings = settings_of(request)
    seconds = int(COOKIE_HOLDS.total_seconds())
    answer.set_cookie(cookie_name(settings), token, max_age=seconds, **_bounds(settings))
    return answer


def leave(request: Request, answer: _Answer) -> _Answer:
    """Take the cookie out of a browser."""
    settings = settings_of(request)
    answer.delete_cookie(cookie_name(settings), **_bounds(settings))
    return answer


def _bounds(settings: Settings) -> dict[str, Any]:
    return {"path": "/", "secure": settings.base_url.startswith("https:"), "httponly": True, "samesite": "lax"}
