"""`kill -9` at the worst moments: the office did each thing once, in order, and nothing is missing.

Each protection has its twin: without the stored key, the same kills show a double.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from foundation.client import Outbox
from tests.foundation.client.fake_office import FakeOffice, Question, fake_office, hang_up

ROOT = Path(__file__).parents[3]
MESSAGES = 5

#: Puts its messages, says so, and sends; started again it goes on with what it kept.
SENDER = """
import sys
from pathlib import Path
from foundation.client import OfficeClient, Outbox
from foundation.ids import new_id

url, file, count, stored = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "stored"
fresh = not file.exists()

class KeyForgotten(OfficeClient):
    def post(self, path, body=None, key=None, lang="vi"):
        return super().post(path, body, new_id(), lang)
box = Outbox(file, {"rating": "/ratings"})
for number in range(count if fresh else 0):
    box.put("rating", f"k-{number}", {"n": number})
client = (OfficeClient if stored else KeyForgotten)(url, "mc_made-up", timeout=20)
raise SystemExit(0 if box.send_all(client).fault is None else 3)
"""

#: Puts without end and says each key once `put` has returned.
WRITER = """
import itertools, sys
from pathlib import Path
from foundation.client import Outbox

box = Outbox(Path(sys.argv[1]), {"rating": "/ratings"})
for number in itertools.count():
    box.put("rating", f"k-{number}", {"n": number})
    print(f"k-{number}", flush=True)
"""

#: Takes a number: the key first, then the question, then done.
ASKER = """
import sys
from pathlib import Path
from foundation.client import KeyStore, OfficeClient

url, file, stored = sys.argv[1], Path(sys.argv[2]), sys.argv[4] == "stored"
keys, client = KeyStore(file), OfficeClient(url, "mc_made-up", timeout=20)
for open_question in keys.unfinished() if stored else []:
    client.post("/tickets", open_question.asked, open_question.key)
    keys.done(open_question.key)
    raise SystemExit(0)
key = keys.begin("ticket", {"service": "A"})
client.post("/tickets", {"service": "A"}, key)
keys.done(key)
"""


@pytest.fixture
def office() -> Iterator[FakeOffice]:
    with fake_office() as running:
        yield running


class Device:
    """The program under test, killed at the office's own moments."""

    def __init__(self, office: FakeOffice, program: str, file: Path, *, stored: bool) -> None:
        self._arguments = [office.url, str(file), str(MESSAGES), "stored" if stored else "forgotten"]
        self._program = program
        self._running: subprocess.Popen[bytes] | None = None

    def kill(self, handler: BaseHTTPRequestHandler, question: Question) -> bool:
        """The plug is pulled while the office works on the question."""
        assert self._running is not None
        os.kill(self._running.pid, signal.SIGKILL)
        self._running.wait()
        return hang_up(handler, question)

    def run(self) -> int:
        """Start it and wait for its end; its return code."""
        command = [sys.executable, "-c", self._program, *self._arguments]
        self._running = subprocess.Popen(command, cwd=ROOT)
        return self._running.wait(timeout=60)


def numbers(office: FakeOffice) -> list[int]:
    return [body["n"] for _, body in office.done]


def killing_once(device: Device, at: int) -> object:
    """A hook that kills at the `at`-th question, and never again."""
    seen = [0]

    def hook(handler: BaseHTTPRequestHandler, question: Question) -> bool:
        seen[0] += 1
        return seen[0] == at and device.kill(handler, question)

    return hook


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("at", [1, MESSAGES])
def test_each_message_is_done_once_and_in_order(office: FakeOffice, tmp_path: Path, moment: str, at: int) -> None:
    device = Device(office, SENDER, tmp_path / "outbox.db", stored=True)
    setattr(office, moment, killing_once(device, at))
    assert device.run() == -signal.SIGKILL
    assert device.run() == 0
    assert numbers(office) == list(range(MESSAGES))


def test_without_the_stored_key_the_same_kill_doubles_a_message(office: FakeOffice, tmp_path: Path) -> None:
    device = Device(office, SENDER, tmp_path / "outbox.db", stored=False)
    office.after = killing_once(device, 3)  # type: ignore[assignment]
    assert device.run() == -signal.SIGKILL
    assert device.run() == 0
    assert numbers(office) == [0, 1, 2, 2, 3, 4]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_number_asked_for_before_the_cut_is_one_number(office: FakeOffice, tmp_path: Path, moment: str) -> None:
    device = Device(office, ASKER, tmp_path / "keys.db", stored=True)
    setattr(office, moment, killing_once(device, 1))
    assert device.run() == -signal.SIGKILL
    assert device.run() == 0
    assert len(office.done) == 1


def test_a_kiosk_that_forgets_its_key_takes_two_numbers(office: FakeOffice, tmp_path: Path) -> None:
    device = Device(office, ASKER, tmp_path / "keys.db", stored=False)
    office.after = killing_once(device, 1)  # type: ignore[assignment]
    assert device.run() == -signal.SIGKILL
    assert device.run() == 0
    assert len(office.done) == 2


def test_what_put_has_said_is_kept_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "outbox.db"
    command = [sys.executable, "-c", WRITER, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip() for _ in range(40)]
        writer.kill()
        said += writer.stdout.read().split()
    box = Outbox(file, {"rating": "/ratings"})
    known = {f"k-{number}" for number in range(box.waiting())}
    box.close()
    assert set(said) <= known
