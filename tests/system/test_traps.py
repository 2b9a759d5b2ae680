"""The traps of two kinds of thread: what is patched, where, and that nothing slow stops the loop."""

from __future__ import annotations

import ast
import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.nursery import QuickOffice
from tests.support.office import ROOT, environment
from tests.support.quick import Opened
from tests.support.rooms import name_of, room_files, tree_of


def program(name: str, *words: str, patience: float = 60) -> subprocess.CompletedProcess[str]:
    """Run one of the small programs in tests/support; its end is waited for, generously."""
    command = [sys.executable, "-m", f"tests.support.{name}", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=patience, check=False
    )


def patching_calls(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func).endswith("monkey_patch")]


def test_only_the_serving_process_patches_and_leaves_threads_and_the_database_alone() -> None:
    found = {name_of(path): patching_calls(tree_of(path)) for path in room_files(".py")}
    places = {name: calls for name, calls in found.items() if calls}
    assert list(places) == ["motcua/serving.py"]
    (call,) = places["motcua/serving.py"]
    assert {word.arg: ast.unparse(word.value) for word in call.keywords} == {"thread": "False", "psycopg": "False"}


def test_nothing_that_could_hold_a_thread_or_socket_is_imported_before_the_patch() -> None:
    tree = tree_of(ROOT / "motcua" / "serving.py")
    patched_at = patching_calls(tree)[0].lineno
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    allowed = {"import sys", "import warnings", "import eventlet"}
    assert {ast.unparse(node) for node in imports if node.lineno < patched_at} == allowed


def test_a_package_s_own_init_imports_nothing_before_the_patch() -> None:
    """`python -m motcua.serving` runs motcua/__init__.py first."""
    tree = tree_of(ROOT / "motcua" / "__init__.py")
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_the_mode_is_pinned_where_the_server_is_put_together() -> None:
    calls = [node for node in ast.walk(tree_of(ROOT / "motcua" / "server.py")) if isinstance(node, ast.Call)]
    (made,) = [call for call in calls if ast.unparse(call.func) == "SocketIO"]
    assert "settings.async_mode" in [ast.unparse(word.value) for word in made.keywords if word.arg == "async_mode"]


def test_without_the_pin_flask_socketio_picks_eventlet_by_itself() -> None:
    """The twin: the mode would depend on what is installed."""
    code = "import flask, flask_socketio; print(flask_socketio.SocketIO(flask.Flask('x')).async_mode)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "eventlet"


def test_both_sides_may_log_at_once() -> None:
    done = program("both_sides_log", "thread=False")
    assert "both sides are done" in done.stdout, done.stderr[-500:]


def test_with_threads_patched_logging_stops_the_loop() -> None:
    """The twin: the patch without `thread=False`."""
    try:
        done = program("both_sides_log", "thread=True", patience=8)
    except subprocess.TimeoutExpired:
        return
    assert "both sides are done" not in done.stdout or "greenlet.error" in done.stderr


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def books_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(request.getfixturevalue("postgres_url") if request.param == "postgres" else tmp_path / "books.db")


def ticks(what: str, url: str) -> dict[str, Any]:
    done = program("beside_the_loop", what, url)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_loop_goes_on_while_a_reader_waits_for_the_database(books_url: str) -> None:
    assert ticks("reader", books_url)["ticks"] >= 5


def test_the_same_statement_in_the_loop_stops_it(books_url: str) -> None:
    """The twin: whoever asks the database in the loop's own thread stops every screen."""
    assert ticks("loop", books_url)["ticks"] == 0


def answered_while_locked(office: QuickOffice, release: Any) -> tuple[int, int]:
    """How often /healthz answered while a ticket waited for a lock that another process holds; the ticket's status."""
    got: list[int] = []

    def take() -> None:
        got.append(office.call("POST", "/tickets", {"service": "A"}).status_code)

    citizen = threading.Thread(target=take)
    citizen.start()
    answered = 0
    for _ in range(40):
        assert requests.get(f"{office.url}/healthz", timeout=20).ok
        answered += not got
        if answered == 20:
            break
        threading.Event().wait(0.05)
    release()
    citizen.join(30)
    return answered, got[0]


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_lock_held_by_another_process_delays_the_ticket_and_nobody_else(open_office: Opened, mode: str) -> None:
    office = open_office(mode)
    with closing(sqlite3.connect(office.data / "motcua.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answered, status = answered_while_locked(office, lambda: other.execute("ROLLBACK"))
    assert (answered, status) == (20, 201)
