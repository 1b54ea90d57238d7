"""A connection hands over what came, makes a hasty sender wait, and ends when told to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from hub.net.answers import Stopped
from hub.net.wire import HEADER_ROOM, Wire


def talk(scene: Callable[[Wire, socket.socket], Awaitable[None]]) -> None:
    """Play a scene between a wire and the other end of it."""

    async def play() -> None:
        here, there = socket.socketpair()
        here.setblocking(False)
        there.setblocking(False)
        wire = Wire(here)
        with there:
            await scene(wire, there)
        wire.hang_up()
        await asyncio.sleep(0)

    asyncio.run(play())


async def send_all_that_fits(there: socket.socket) -> int:
    """Send until nothing more is taken; return how much was."""
    sent = 0
    for _ in range(200):
        try:
            sent += there.send(b"x" * 65536)
        except BlockingIOError:
            await asyncio.sleep(0)
    return sent


async def hear_all(wire: Wire, heard: list[bytes]) -> None:
    """Read until the end into *heard*."""
    while piece := await wire.read():
        heard.append(piece)


def test_a_hasty_sender_has_to_wait_and_nothing_is_lost() -> None:
    async def scene(wire: Wire, there: socket.socket) -> None:
        await wire.write(b"go on")
        wire.room = 50_000_000
        sent = await send_all_that_fits(there)
        there.shutdown(socket.SHUT_WR)
        heard: list[bytes] = []
        await hear_all(wire, heard)
        assert len(b"".join(heard)) == sent < 5_000_000

    talk(scene)


def test_no_more_is_handed_over_than_there_is_room_for() -> None:
    async def scene(wire: Wire, there: socket.socket) -> None:
        await wire.write(b"go on")
        await send_all_that_fits(there)
        heard: list[bytes] = []
        with pytest.raises(Stopped):
            await hear_all(wire, heard)
        assert HEADER_ROOM < len(b"".join(heard)) < HEADER_ROOM + 300_000

    talk(scene)


def test_an_end_without_a_word_is_told_from_an_end_after_some() -> None:
    async def silent(wire: Wire, there: socket.socket) -> None:
        await wire.write(b"go on")
        there.shutdown(socket.SHUT_WR)
        with pytest.raises(ConnectionResetError):
            await wire.read()

    async def short(wire: Wire, there: socket.socket) -> None:
        await wire.write(b"go on")
        there.send(b"bye")
        there.shutdown(socket.SHUT_WR)
        assert [await wire.read(), await wire.read()] == [b"bye", b""]

    talk(silent)
    talk(short)


def test_a_wire_nobody_used_is_hung_up() -> None:
    async def scene(wire: Wire, there: socket.socket) -> None:
        wire.hang_up()
        assert there.recv(1) == b""

    talk(scene)
