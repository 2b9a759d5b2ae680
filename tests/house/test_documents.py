"""What the documents promise is there: commands, files, and a README short enough to read."""

import re
from pathlib import Path

import pytest

from tests.support.rooms import ROOT, committed_files, name_of

README_LINES = 120
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
COMMAND = re.compile(r"`make ([a-z][a-z0-9-]*)|^make ([a-z][a-z0-9-]*)", re.MULTILINE)


def documents() -> list[Path]:
    return [path for path in committed_files() if path.suffix == ".md"]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_make_command_named_exists() -> None:
    named = {
        f"{name_of(path)}: make {one or other}"
        for path in documents()
        for one, other in COMMAND.findall(path.read_text(encoding="utf-8"))
        if (one or other) not in targets()
    }
    assert sorted(named) == []


def test_every_linked_file_exists() -> None:
    broken = [
        f"{name_of(path)}: {link}"
        for path in documents()
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if ":" not in link and not (path.parent / link).exists()
    ]
    assert broken == []


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "THIRD_PARTY.md"]
)
def test_the_house_has_its_papers(name: str) -> None:
    assert (ROOT / name).is_file()


def test_the_readme_is_read_in_one_go() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_the_two_commands_come_first() -> None:
    begin = (ROOT / "README.md").read_text(encoding="utf-8")[:3000]
    assert "make run" in begin
    assert "make test" in begin


def test_the_search_sees_a_command() -> None:
    assert COMMAND.findall("`make tea` and\nmake coffee") == [("tea", ""), ("", "coffee")]
