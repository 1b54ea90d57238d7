"""Children: they work, they are stopped, and nobody else suffers."""

import gc
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.sandbox import Crashed, Sandbox, Stopped, take_longer


def double(number: int, *, add: int = 0) -> int:
    return number * 2 + add


def work_for_ever() -> None:
    while True:
        pass


def eat_memory() -> int:
    return len(bytearray(2 * 1024**3))


def die() -> None:
    os._exit(3)


def dial() -> None:
    with socket.socket() as plug:
        plug.connect(("127.0.0.1", 9))


def send_unasked() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug:
        plug.sendmsg([b"hello"], [], 0, ("127.0.0.1", 9))


def look_up_a_name() -> None:
    socket.gethostbyname("localhost")


def look_up_a_number() -> None:
    socket.gethostbyaddr("127.0.0.1")


def call_a_program() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def spawn_a_program() -> None:
    os.posix_spawn("/bin/true", ["true"], {})


def spawn_and_wait() -> None:
    os.spawnv(os.P_WAIT, "/bin/true", ["true"])  # noqa: S606 - it is refused


def become_a_program() -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606 - it is refused


def copy_itself() -> None:
    if os.fork() == 0:
        os._exit(0)


def write(path: Path) -> None:
    path.write_text("x")


def append(path: Path) -> None:
    with path.open("a") as opened:
        opened.write("x")


def create(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT))


def keep_a_database(path: Path) -> None:
    sqlite3.connect(path).close()


def make_a_folder(path: Path) -> None:
    path.mkdir()


def link(path: Path) -> None:
    path.symlink_to("/etc")


def delete(path: Path) -> None:
    path.unlink()


def read(path: Path) -> str:
    return path.read_text()


def import_late() -> int:
    import calendar  # noqa: PLC0415 - after the child was confined

    return calendar.MONDAY


def read_a_time_zone() -> str:
    return str(ZoneInfo("Europe/London"))


def open_many_files() -> None:
    kept = [open("/dev/null", "rb") for _ in range(100)]  # noqa: SIM115, PTH123 - it fails
    assert kept


def fail() -> None:
    raise ValueError("its own words")


def burn(seconds: float) -> bool:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return True


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1, cpu_seconds=0.2, preload=["json"]) as opened:
        opened.submit(double, 1).result(30)
        yield opened


def test_a_child_does_the_work(sandbox: Sandbox) -> None:
    assert sandbox.submit(double, 21, add=1).result(10) == 43


def test_a_function_s_own_error_comes_back(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="its own words"):
        sandbox.submit(fail).result(10)


@pytest.mark.parametrize(("harm", "outcome"), [(work_for_ever, Stopped), (eat_memory, Crashed), (die, Crashed)])
def test_a_child_that_goes_wrong_takes_only_its_task_with_it(sandbox: Sandbox, harm, outcome) -> None:
    before, harmful, after = sandbox.submit(double, 1), sandbox.submit(harm), sandbox.submit(double, 3)
    with pytest.raises(outcome):
        harmful.result(20)
    assert (before.result(10), after.result(10)) == (2, 6)


def test_each_document_has_its_own_time(sandbox: Sandbox) -> None:
    assert all(sandbox.submit(burn, 0.08).result(20) for _ in range(4))


@pytest.mark.parametrize(
    "deed",
    [
        *(dial, send_unasked, look_up_a_name, look_up_a_number),
        *(call_a_program, spawn_a_program, spawn_and_wait, become_a_program, copy_itself),
    ],
)
def test_a_child_reaches_neither_the_network_nor_other_programs(sandbox: Sandbox, deed) -> None:
    with pytest.raises(PermissionError, match="not allowed in a child"):
        sandbox.submit(deed).result(10)


@pytest.mark.parametrize("deed", [write, append, create, keep_a_database, make_a_folder, link, delete])
def test_a_child_leaves_nothing_on_the_disk_and_takes_nothing_away(sandbox: Sandbox, tmp_path: Path, deed) -> None:
    kept, absent = tmp_path / "kept", tmp_path / "absent"
    kept.write_text("as it was")
    with pytest.raises(PermissionError, match="not allowed in a child"):
        sandbox.submit(deed, kept if deed is delete else absent).result(10)
    assert kept.read_text() == "as it was"
    assert not absent.exists()


def test_a_child_goes_on_reading_and_importing(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("as it was")
    assert sandbox.submit(read, tmp_path / "kept").result(10) == "as it was"
    assert sandbox.submit(import_late).result(10) == 0
    assert sandbox.submit(read_a_time_zone).result(10) == "Europe/London"


def test_a_child_does_not_look_for_garbage_in_what_it_was_born_with(sandbox: Sandbox) -> None:
    assert sandbox.submit(gc.get_freeze_count).result(10) > 1_000


def test_a_child_opens_few_files(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match="Too many open files"):
        sandbox.submit(open_many_files).result(10)


def test_what_cannot_be_sent_is_told_at_once(sandbox: Sandbox) -> None:
    with pytest.raises((AttributeError, TypeError, ValueError), match=r"pickle|lambda"):
        sandbox.submit(lambda: None).result(10)


def test_an_error_outside_ends_the_children_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(RuntimeError, match="outside"):
        give_up_amid_work()
    assert time.monotonic() - begun < 15


def give_up_amid_work() -> None:
    with Sandbox(1, cpu_seconds=30) as opened:
        opened.submit(work_for_ever)
        raise RuntimeError("outside")


def long_work(asked: float, seconds: float) -> bool:
    """Ask for so much time, then work for so many seconds of the processor."""
    take_longer(asked)
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return True


def test_a_kind_of_work_that_is_known_to_take_longer_may(sandbox: Sandbox) -> None:
    assert sandbox.submit(long_work, 2.0, 0.3).result(30)
    with pytest.raises(Stopped):
        sandbox.submit(long_work, 0.1, 0.4).result(30)


def test_outside_of_a_child_nobody_is_limited() -> None:
    assert long_work(0.01, 0.03)
