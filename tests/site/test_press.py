"""The press: a sheet as PDF, set once for everybody who asks for it."""

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest

from hub.errors import NotReady
from hub.kit.clock import now
from hub.sandbox import Sandbox
from hub.site.sheets import poster
from hub.site.sheets.press import Order, Press, opened
from hub.site.sheets.sheetwords import words_of
from hub.site.sheets.weeks import week_of
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.test_noticeboard import FRIDAY, SHEET


def test_the_pdf_comes_from_the_press(cem: Neighbour, alderford: Alderford) -> None:
    sheet = cem.browser.get("/alderford/noticeboard.pdf?size=large")

    assert sheet.headers["content-type"] == "application/pdf"
    assert f"alderford-{week_of(now().date())}-large.pdf" in sheet.headers["content-disposition"]
    assert sheet.content.startswith(b"%PDF-")


def test_who_asks_while_many_sheets_are_being_set_is_asked_to_come_back() -> None:
    with Sandbox(1) as child:
        press = Press(child, most_waiting=0)
        with pytest.raises(NotReady):
            asyncio.run(press.pdf(_order()))


def test_a_sheet_that_takes_too_much_is_given_up_and_the_next_one_is_set() -> None:
    with Sandbox(1, cpu_seconds=0.005, tasks_each=1) as child, pytest.raises(NotReady):
        asyncio.run(Press(child).pdf(_order()))
    with opened() as press:
        assert asyncio.run(press.pdf(_order())).startswith(b"%PDF-")


class _Counting(Sandbox):
    """A child that does nothing but count what it is handed."""

    def __init__(self) -> None:
        self.handed: list[str] = []

    def submit(self, *told: object, **_: object) -> Future[Any]:
        self.handed.append(str(told[1]))
        made: Future[Any] = Future()
        made.set_result(b"%PDF-")
        return made


def test_the_same_sheet_is_set_once_however_many_ask_for_it() -> None:
    child = _Counting()
    press = Press(child, most_waiting=1)

    async def all_at_once() -> list[bytes]:
        return await asyncio.gather(*(press.pdf(_order()) for _ in range(20)))

    assert set(asyncio.run(all_at_once())) == {b"%PDF-"}
    assert asyncio.run(press.pdf(_order())) == b"%PDF-"
    assert len(child.handed) == 1
    asyncio.run(press.pdf(_order("large")))
    assert len(child.handed) == 2


def test_a_question_nobody_asks_sets_no_new_sheet(cem: Neighbour, alderford: Alderford) -> None:
    first, other = (cem.browser.get(f"/alderford/noticeboard.pdf?y={number}") for number in range(2))

    assert first.content == other.content
    assert first.status_code == other.status_code == 200


def test_the_file_of_a_welsh_sheet_is_in_no_folder(cem: Neighbour, alderford: Alderford) -> None:
    said = cem.browser.get("/cy/alderford/noticeboard.pdf")

    assert said.headers["content-disposition"] == f"inline; filename*=UTF-8''alderford-{week_of(now().date())}.pdf"
    assert said.headers["content-language"] == "cy"


def _order(size: str = "") -> Order:
    return Order(poster.data(SHEET, words_of(SHEET, "")), FRIDAY, size)
