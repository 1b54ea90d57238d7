"""The oracle itself: whatever a test starts, no dial beyond this machine goes unseen."""

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from hub.sandbox import Sandbox
from tests import oracle

OUTSIDE = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
NAME = "import socket; socket.getaddrinfo('example.com', 80)"
INSIDE = "import socket; here = socket.create_server(('127.0.0.1', 0)); socket.create_connection(here.getsockname())"


def dial() -> None:
    with socket.socket() as plug:
        plug.connect(("192.0.2.1", 80))


def dial_from_a_child_of_a_child() -> None:
    run(OUTSIDE)


def run(code: str) -> int:
    # Just as the tests start a hub: with what they have in their own environment.
    environment = dict(os.environ) | {"HUB_HOST_PAUSE": "0"}  # noqa: TID251 -- what a child process inherits
    return subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True).returncode  # noqa: S603 -- our own words


@pytest.mark.parametrize("code", [OUTSIDE, NAME])
def test_a_program_that_a_test_starts_is_refused_and_remembered(code: str) -> None:
    assert run(code) != 0
    (told,) = oracle.refused()
    assert told.startswith("in a child: socket.")
    oracle.forget()
    assert oracle.refused() == []


def test_a_program_may_dial_this_machine() -> None:
    assert run(INSIDE) == 0


@pytest.mark.parametrize("deed", [dial, dial_from_a_child_of_a_child])
def test_a_child_is_refused_however_deep_it_stands(deed: Callable[[], None]) -> None:
    child = multiprocessing.get_context("forkserver").Process(target=deed)
    child.start()
    child.join()
    assert oracle.refused()
    oracle.forget()


def test_a_child_that_reads_documents_cannot_hide_it_either() -> None:
    with Sandbox(1) as children, pytest.raises(OSError, match="tests stay on this machine"):
        children.submit(dial).result(20)
    assert oracle.refused()
    oracle.forget()


def test_no_thread_dies_because_another_begins_to_be_traced_as_well() -> None:
    trace, pace, lived = threading.gettrace(), sys.getswitchinterval(), list[int]()
    threading.settrace(lambda *_: None)
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=lived.append, args=(number,)) for number in range(300)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(pace)
        threading.settrace(trace)
    assert sorted(lived) == list(range(300))
