"""Who may import whom, and that the check of it would notice."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.rooms import ROOMS, ROOT, name_of, room_files, tree_of

# What a room must never import, one example each: `room: forbidden`.
WRONG = {
    "hardware": "foundation",
    "foundation": "queueing",
    "queueing": "backoffice",
    "counter_display": "queueing",
    "kiosk": "queueing",
    "backoffice": "kiosk",
}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(linter), "--no-cache", "--config", "pyproject.toml"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root}:{root}/queue"},
        capture_output=True,
        text=True,
        check=False,
    )


def copied_rooms(target: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", target)
    for path in room_files(".py"):
        copy = target / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return target


def test_every_room_imports_only_what_it_may() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_wrong_import_in_each_room_is_caught(tmp_path: Path) -> None:
    root = copied_rooms(tmp_path)
    for room, forbidden in WRONG.items():
        (root / ROOMS[room] / "strays.py").write_text(f"import {forbidden}\n")
    run = lint_imports(root)
    assert run.returncode == 1, run.stdout + run.stderr
    for room, forbidden in WRONG.items():
        assert f"{room}.strays -> {forbidden}" in run.stdout


def test_queue_is_the_standard_library_from_the_root() -> None:
    code = "import queue, queueing; print(queue.__file__); queue.SimpleQueue()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT}/queue"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not run.stdout.startswith(str(ROOT / "queue"))


def test_queue_is_never_a_package() -> None:
    assert not (ROOT / "queue" / "__init__.py").exists()


@pytest.mark.parametrize("name", ["platform", "signal", "calendar", "locale", "secrets", "statistics"])
def test_no_folder_hides_the_standard_library(name: str) -> None:
    assert not (ROOT / name).exists()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {line.split(";")[0].split(">")[0].strip().lower().replace("_", "-") for line in project["dependencies"]}


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - set(ROOMS)


# Installed only on the Pi, so no machine of the tests can look their distribution up.
ON_THE_PI = {"evdev": ["evdev"], "lgpio": ["lgpio"]}
# Parts of a declared package under a name of their own, promised by it.
COME_ALONG = {"werkzeug": "flask", "jinja2": "flask", "markupsafe": "flask"}
COME_ALONG |= {"socketio": "flask-socketio", "python-socketio": "flask-socketio"}
COME_ALONG |= {"greenlet": "eventlet", "itsdangerous": "flask", "urllib3": "requests"}


def test_what_the_rooms_import_is_declared() -> None:
    known = {**packages_distributions(), **ON_THE_PI}
    undeclared = []
    for path in room_files(".py"):
        for module in imported_modules(path):
            owners = {name.lower().replace("_", "-") for name in known.get(module, [module])}
            owners |= {COME_ALONG[name] for name in owners if name in COME_ALONG}
            if not owners & declared():
                undeclared.append(f"{name_of(path)}: {module}")
    assert undeclared == []
