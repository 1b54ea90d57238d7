"""What does a handler want, and in which order is it got? One plain call for all of it, in one thread.

FastAPI gets each dependency and the handler in a thread of its own turn, and looks at what they ask for anew at every
request: more than a page costs otherwise. Here what FastAPI found out about a handler is laid out once, in order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import QueryParams

MOST_QUESTIONS = 1_024  # remembered, of each sort
LONGEST_QUESTION = 200  # bytes of one that is worth it
# What a handler may ask for besides parts of its address and other dependencies; pages need nothing of this.
Parts = tuple[tuple[str, Any], ...]  # of an address, by name
_NOT_FOR_PAGES = (
    *("header_params", "cookie_params", "body_params", "websocket_param_name", "http_connection_param_name"),
    *("response_param_name", "background_tasks_param_name", "security_scopes_param_name"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One call: a dependency, or at the end the handler itself."""

    call: Callable[..., Any]
    lends: bool  # it gives its value until the answer is ready, as a session
    asks: Dependant
    given: tuple[tuple[str, int], ...]  # arguments that are values of earlier steps, by their index
    recall: Callable[[bytes], object] | None = None  # for what a question alone decides: the value, remembered
    parts: Callable[[Parts], Mapping[str, Any]] | None = None  # what the parts of an address are read as, remembered

    def take(self, request: Request, got: Sequence[Any], until: ExitStack) -> object:
        """Return this step's value; RequestValidationError when the address cannot be read."""
        if self.recall and len(request.scope["query_string"]) <= LONGEST_QUESTION:
            return self.recall(request.scope["query_string"])
        values = {name: got[index] for name, index in self.given}
        if self.parts:
            values |= self.parts(tuple(request.path_params.items()))
        if self.asks.query_params:
            values |= _read(self.asks.query_params, request.query_params)
        if self.asks.request_param_name:
            values[self.asks.request_param_name] = request
        made = self.call(**values)
        return until.enter_context(made) if self.lends else made


@dataclass(frozen=True, slots=True)
class Plan:
    """All calls that make an answer, each after those it needs."""

    steps: tuple[Step, ...]

    def answer(self, request: Request) -> Response:
        """Return the answer; what was lent is given back, and its transaction ended, before this returns."""
        got: list[Any] = []
        with ExitStack() as until:
            for step in self.steps:
                got.append(step.take(request, got, until))
        answer: Response = got[-1]
        return answer


def plan(dependant: Dependant) -> Plan | None:
    """Lay out what FastAPI found out about a handler; None when it asks for more than a page may."""
    steps: dict[Callable[..., Any], Step] = {}
    each = list(_in_order(dependant))
    if any(_is_beyond_pages(asks) for asks in each):
        return None
    for asks in each:
        call = _call(asks)
        order = list(steps)
        given = tuple((sub.name, order.index(_call(sub))) for sub in asks.dependencies if sub.name)
        if call not in steps:
            recall, parts = _recalling(call, asks), _parting(asks)
            steps[call] = Step(_lending(call), isgeneratorfunction(call), asks, given, recall, parts)
    return Plan(tuple(steps.values()))


def _in_order(dependant: Dependant) -> Iterator[Dependant]:
    for each in dependant.dependencies:
        yield from _in_order(each)
    yield dependant


def _call(dependant: Dependant) -> Callable[..., Any]:
    assert dependant.call is not None  # noqa: S101 -- every handler and dependency is called
    return dependant.call


def _lending(call: Callable[..., Any]) -> Callable[..., Any | AbstractContextManager[Any]]:
    return contextmanager(call) if isgeneratorfunction(call) else call


def _recalling(call: Callable[..., Any], asks: Dependant) -> Callable[[bytes], object] | None:
    """Remember what *call* makes of a question, where it is told nothing else: then it always makes the same of it."""
    told_more = asks.dependencies or asks.path_params or asks.request_param_name
    if told_more or not asks.query_params or isgeneratorfunction(call):
        return None

    @lru_cache(MOST_QUESTIONS)
    def recall(question: bytes) -> object:
        return call(**_read(asks.query_params, QueryParams(question)))

    return recall


def _parting(asks: Dependant) -> Callable[[Parts], Mapping[str, Any]] | None:
    """Remember how the parts of addresses are read; what cannot be read raises each time."""
    fields = asks.path_params
    if not fields:
        return None
    recall = lru_cache(MOST_QUESTIONS)(lambda parts: _read(fields, dict(parts)))
    return lambda parts: recall(parts) if _is_worth_it(parts) else _read(fields, dict(parts))


def _is_worth_it(parts: Parts) -> bool:
    return all(not isinstance(part, str) or len(part) <= LONGEST_QUESTION for _, part in parts)


def _is_beyond_pages(dependant: Dependant) -> bool:
    waits = iscoroutinefunction(dependant.call) or isasyncgenfunction(dependant.call)
    return waits or any(getattr(dependant, name) for name in _NOT_FOR_PAGES)


def _read(fields: Sequence[Any], received: Mapping[str, Any]) -> dict[str, Any]:
    values, faults = request_params_to_args(fields, received)
    if faults:
        raise RequestValidationError(faults)
    return values
