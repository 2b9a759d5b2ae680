"""The wall around the tests holds, also against code that swallows the refusal."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.network import NetworkForbidden, NetworkGuard, is_loopback

ELSEWHERE = "192.0.2.7"  # TEST-NET-1: nobody is there (RFC 5737)


def test_another_machine_is_not_reached_and_the_attempt_is_remembered(
    network_guard: NetworkGuard,
) -> None:
    with socket.socket() as line, pytest.raises(NetworkForbidden):
        line.connect((ELSEWHERE, 80))
    assert network_guard.forgive() == [f"connect '{ELSEWHERE}'"]


def test_names_of_the_internet_are_not_looked_up(network_guard: NetworkGuard) -> None:
    with pytest.raises(NetworkForbidden):
        socket.getaddrinfo("example.com", 443)
    assert network_guard.forgive() == ["look up 'example.com'"]


def test_listening_for_other_machines_is_refused(network_guard: NetworkGuard) -> None:
    for everywhere in ("", "0.0.0.0"):
        with socket.socket() as line, pytest.raises(NetworkForbidden):
            line.bind((everywhere, 0))
    assert len(network_guard.forgive()) == 2


def test_loopback_works(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)) as server:
        socket.create_connection(("localhost", free_port), timeout=5).close()
        server.accept()[0].close()


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.8.9.1", True), ("::1", True), (b"localhost", True), ("10.0.0.1", False), ("", False)],
)
def test_what_is_loopback(host: object, loopback: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is loopback


SWALLOWS = """
import contextlib, socket
def test_it():
    with contextlib.suppress(OSError), socket.socket() as line:
        line.connect(("192.0.2.7", 80))
"""


def test_code_that_swallows_the_refusal_still_fails_its_test(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    test = tmp_path / "test_swallows.py"
    test.write_text(SWALLOWS)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"),
            *("--rootdir", str(tmp_path), "-c", "/dev/null", str(test)),
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert "left this machine" in run.stdout
