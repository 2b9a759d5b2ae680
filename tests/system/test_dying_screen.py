"""One screen that dies must not take the office with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.office import ROOT, environment


def test_a_screen_found_dead_while_it_is_sent_to_does_not_stop_the_loop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.support.dying_screen", str(tmp_path / "books.db")]
    program = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        said, _ = program.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        said = "the loop stands still"
    finally:
        program.kill()
        program.wait()
    assert said.strip() == "answered []"
