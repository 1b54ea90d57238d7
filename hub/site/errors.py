"""What does a person see when it cannot be done? A page with a sentence and a way on, with the right status."""

from http import HTTPStatus
from math import ceil
from typing import cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import DataError, SQLAlchemyError
from starlette.exceptions import HTTPException

from hub.errors import BadQuestion, HubError, NotDone, NotFound, NotReady, SignInFirst, TakenDown, TooLong, TooOften
from hub.kit.saying import Saying, say, say_count
from hub.site.deps import settings_of
from hub.site.headers import carried
from hub.site.lost import Way, address_meant, parts_of, way
from hub.site.onward import asked_for as page_asked_for
from hub.site.render import page, path, see
from hub.site.words import gettext, said, speaking
from hub.site.words.addresses import asked_for

API = "/api/v1"
RETRY_SECONDS = "30"
SIXTY = 60  # seconds of a minute, minutes of an hour
NO_WAY = Way()
_log = structlog.get_logger(__name__)


def install(app: FastAPI) -> None:
    """Turn every error of *app* into words."""
    app.add_exception_handler(HubError, _hub_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_address)
    app.add_exception_handler(SQLAlchemyError, _database_error)
    app.add_exception_handler(Exception, _accident)


def in_words(request: Request, trouble: HubError, way: Way = NO_WAY) -> Response:
    """Answer with *trouble*: a page for people that offers a *way* on, problem details for programs."""
    status, title, hint = trouble.status, said(trouble.sentence), said(_way_on(trouble))
    if request.scope["path"].startswith(API):
        problem = {"type": "about:blank", "title": title, "status": status.value, "detail": way.hint or hint}
        answer: Response = JSONResponse(problem, status, media_type="application/problem+json")
    else:
        values: dict[str, object] = {
            "sentence": title,
            "hint": way.hint or hint,
            "status": status.value,
            "here": way.here,
            "way": way,
        }
        values["is_taken_down"] = isinstance(trouble, TakenDown)
        values["sent"] = trouble.words if isinstance(trouble, NotDone) else ()
        answer = page(request, "trouble.html", values, status=status)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = RETRY_SECONDS
    if isinstance(trouble, TooOften):
        answer.headers["Retry-After"] = str(trouble.seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _way_on(trouble: HubError) -> Saying | str:
    # The same errors are raised by commands, where nobody has an address or a list of places before them.
    hints = {
        NotFound: say("Perhaps it moved: start from the list of places."),
        BadQuestion: say("Take the last part of the address away and try again."),
        NotReady: say("Try again in a minute; if it stays, tell whoever runs this hub."),
    }
    if isinstance(trouble, TooOften):
        when = when_again(trouble)
        return say("%(when)s Going back in your browser brings back what you typed.", when=when)
    return hints.get(type(trouble), trouble.hint)


def when_again(trouble: TooOften) -> Saying:
    """Say when it may be tried again."""
    minutes = ceil(trouble.seconds / SIXTY)
    if minutes < SIXTY:
        return say_count("You can try again in a minute.", "You can try again in %(count)s minutes.", minutes)
    return say_count("You can try again in an hour.", "You can try again in %(count)s hours.", ceil(minutes / SIXTY))


def _hub_error(request: Request, trouble: Exception) -> Response:
    if isinstance(trouble, SignInFirst):
        return _sign_in_first(request, trouble)
    if isinstance(trouble, NotDone):
        return in_words(request, trouble, Way(links=((gettext("Try again"), trouble.again),)))
    if isinstance(trouble, TooLong):
        return in_words(request, trouble, Way(links=((gettext("Back to the form"), path(*parts_of(request))),)))
    return _on_the_way(request, cast("HubError", trouble))


def _sign_in_first(request: Request, trouble: SignInFirst) -> Response:
    """Lead who wants to see something to where they sign in, and then back; who sent a form is told."""
    if request.method in {"GET", "HEAD"}:
        return see(path("sign-in", next=page_asked_for(request)))
    return in_words(request, trouble, Way(links=((gettext("Sign in"), path("sign-in")),)))


def _on_the_way(request: Request, trouble: HubError) -> Response:
    """Send on who wrote the name of a place as people do; else say what the trouble is, near what was meant."""
    is_mine = not request.scope["path"].startswith(API) and trouble.status < HTTPStatus.INTERNAL_SERVER_ERROR
    is_lost = is_mine and trouble.status is HTTPStatus.NOT_FOUND and request.method in {"GET", "HEAD"}
    if is_lost and (meant := address_meant(parts_of(request), request.scope["query_string"].decode("latin-1"))):
        return RedirectResponse(meant, HTTPStatus.PERMANENT_REDIRECT, {"Cache-Control": "no-store"})
    return in_words(request, trouble, way(request) if is_mine else NO_WAY)


def _http_error(request: Request, trouble: Exception) -> Response:
    error = cast("HTTPException", trouble)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _on_the_way(request, NotFound(say("There is no such page here.")))
    plain = BadQuestion(say("This address cannot do that."))
    plain.status = HTTPStatus(error.status_code)
    answer = in_words(request, plain)
    answer.headers.update(error.headers or {})
    if answer.headers.get("allow") == "GET":
        answer.headers["Allow"] = "GET, HEAD"  # the front turns the one into the other
    return answer


def _bad_address(request: Request, trouble: Exception) -> Response:
    faults = cast("RequestValidationError", trouble).errors()
    if any(fault["loc"][0] == "path" for fault in faults):
        return _on_the_way(request, NotFound(say("There is no such page here.")))
    asked = BadQuestion(say("This address asks in a way we do not understand."))
    if request.scope["path"].startswith(API):  # who writes a program wants to know which parameter it is
        told = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
        return in_words(request, asked, Way(hint=told))
    return _on_the_way(request, asked)


def _database_error(request: Request, trouble: Exception) -> Response:
    if isinstance(trouble, DataError):  # PostgreSQL says so of text or numbers it cannot hold
        return in_words(request, BadQuestion(say("This address asks in a way we do not understand.")))
    _log.warning("database not ready", path=request.scope["path"], error=str(trouble).partition("\n")[0])
    return in_words(request, NotReady(say("The hub’s database cannot answer just now.")))


def _accident(request: Request, _: Exception) -> Response:
    # The server logs the traceback; the person gets words. This answer leaves outside of all middleware.
    accident = HubError(say("Something went wrong on our side."))
    accident.status = HTTPStatus.INTERNAL_SERVER_ERROR
    accident.hint = say("It was noted. Try again, or start from the list of places.")
    language = asked_for(request.scope["path"])
    with speaking(language):
        answer = in_words(request, accident)
    answer.headers["Content-Language"] = language.tag
    answer.headers.update(carried(over_tls=settings_of(request).base_url.startswith("https:")))
    return answer
