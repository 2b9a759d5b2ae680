"""The house stays readable: short functions, small files, names from the office."""

import ast
import re
import statistics
from pathlib import Path

from tests.support.rooms import (
    committed_files,
    docstring_node,
    functions_of,
    name_of,
    room_files,
    tree_of,
)

MEDIAN_LINES, P90_LINES, FILE_LINES = 8, 25, 450

EMPTY_NAMES = re.compile(r"(Manager|Helper|Utils?|Base|Common)(?=[A-Z]|$)|(^|_)(utils?|common)(_|$)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|coming soon", re.IGNORECASE)
CODE = {".py", ".js", ".css", ".html", ".sh", ".json", ".toml", ".md"}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring left out: it is for reading, not for running."""
    docstring = docstring_node(function)
    said = 0 if docstring is None else (docstring.end_lineno or 0) - docstring.lineno + 1
    return (function.end_lineno or 0) - function.lineno + 1 - said


def test_functions_are_short() -> None:
    lengths = sorted(lines_of(each) for path in room_files(".py") for each in functions_of(path))
    assert statistics.median(lengths) <= MEDIAN_LINES
    assert lengths[int(len(lengths) * 0.9)] <= P90_LINES


def test_files_are_small() -> None:
    ours = [path for path in committed_files() if path.suffix in {".py", ".js", ".css", ".html"}]
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in room_files(".py") if tree_of(path).body]
    assert [name_of(path) for path in silent if docstring_node(tree_of(path)) is None] == []


def names_in(path: Path) -> list[str]:
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return [node.name for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]


def test_names_come_from_the_office() -> None:
    empty = [
        f"{name_of(path)}: {name}"
        for path in room_files(".py")
        for name in [path.stem, *names_in(path)]
        if EMPTY_NAMES.search(name)
    ]
    assert empty == []


def test_the_search_knows_an_empty_name() -> None:
    assert all(EMPTY_NAMES.search(name) for name in ("QueueManager", "BaseScreen", "text_utils"))
    assert not any(EMPTY_NAMES.search(name) for name in ("Database", "Commune", "call_next"))


def test_nothing_is_left_unfinished() -> None:
    itself = Path(__file__)
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in committed_files()
        if path.suffix in CODE and path != itself and path.name != "package-lock.json"
        for match in UNFINISHED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
