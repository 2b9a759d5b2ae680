"""The rooms of the house as the checks see them: their source files, read but not imported."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

# import name → folder
ROOMS = {
    "motcua": "motcua",
    "foundation": "foundation",
    "hardware": "hardware",
    "queueing": "queue/queueing",
    "counter_display": "counter_display",
    "kiosk": "kiosk",
    "backoffice": "backoffice",
}


def room_files(suffix: str, root: Path = ROOT) -> list[Path]:
    """Every file with this suffix in the rooms, in a steady order."""
    found = (path for folder in ROOMS.values() for path in (root / folder).rglob(f"*{suffix}"))
    return sorted(path for path in found if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    """A file's place in the house, for a message."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docstring_node(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> ast.Constant | None:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return first.value if isinstance(first.value.value, str) else None
    return None


def committed_files(root: Path = ROOT) -> list[Path]:
    """What git holds, or would hold with the next `git add`."""
    command = ["git", "-c", f"safe.directory={root}", "ls-files", "-z", "--cached"]
    names = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    paths = (root / name for name in names.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]
