"""Power cuts, as `kill -9` at the worst moments; each protection has a twin that shows what it is for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.kiosk.stand_in import StandIn, office
from tests.support.programs import ROOT

PATIENCE = 40.0


def until(what: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < give_up, "it never came"
        time.sleep(0.02)


class Child:
    """The kiosk of child.py: what its screen shows, and the plug to draw."""

    def __init__(self, folder: Path, url: str, protection: str, does: str) -> None:
        self.spool = folder / "paper"
        self.log = folder / f"log-{time.monotonic_ns()}"
        command = [sys.executable, "-m", "tests.kiosk.child", str(folder), url, str(self.spool), protection, does]
        with self.log.open("w") as out:
            environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT}/queue"}
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=environment)

    def screen(self) -> str:
        lines = self.log.read_text().splitlines()
        return lines[-1] if lines else ""

    def shows(self, screen: str) -> None:
        until(lambda: self.screen() == screen or self._died())

    def _died(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return False

    def paper(self) -> list[str]:
        return self.spool.read_text().split() if self.spool.exists() else []

    def cut(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@contextmanager
def kiosk(folder: Path, url: str, protection: str, does: str) -> Iterator[Child]:
    child = Child(folder, url, protection, does)
    try:
        yield child
    finally:
        child.cut()


def cut_between_the_offices_commit_and_its_answer(folder: Path, protection: str) -> StandIn:
    """The number exists, the kiosk never heard of it; then it starts again and its person is still there."""
    there = StandIn()
    committed, cut = threading.Event(), threading.Event()

    def stand_still() -> None:
        committed.set()
        cut.wait(PATIENCE)

    there.after = stand_still
    with office(there):
        with kiosk(folder, there.url, protection, "take") as child:
            until(committed.is_set)
            child.cut()
        cut.set()
        # Without a kept key the kiosk knows nothing, so the person presses once more.
        again = "look" if protection == "kept" else "take"
        with kiosk(folder, there.url, protection, again) as child:
            child.shows("Done")
            assert child.paper() == ["begun", "out"]
    return there


def test_a_cut_before_the_answer_makes_no_second_number(tmp_path: Path) -> None:
    assert len(cut_between_the_offices_commit_and_its_answer(tmp_path, "kept").tickets) == 1


def test_twin_without_the_kept_key_there_are_two_numbers(tmp_path: Path) -> None:
    assert len(cut_between_the_offices_commit_and_its_answer(tmp_path, "no-key").tickets) == 2


def cut_in_the_middle_of_printing(folder: Path, protection: str, expected: str) -> list[str]:
    """What the printer did, after the kiosk was cut while a slip came out and was started again."""
    hold = folder / "hold"
    hold.touch()
    with office(StandIn()) as there:
        with kiosk(folder, there.url, protection, "take") as child:
            until(lambda: child.paper() == ["begun"])
            child.cut()
        hold.unlink()
        with kiosk(folder, there.url, protection, "look") as child:
            child.shows(expected)
            return child.paper()


def test_a_cut_in_the_middle_of_printing_asks_before_anything_is_printed_again(tmp_path: Path) -> None:
    assert cut_in_the_middle_of_printing(tmp_path, "kept", "AskPrinted") == ["begun"]


def test_twin_without_the_mark_a_second_slip_comes_out_by_itself(tmp_path: Path) -> None:
    assert cut_in_the_middle_of_printing(tmp_path, "no-mark", "Done") == ["begun", "begun", "out"]
