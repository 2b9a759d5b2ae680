"""Write THIRD_PARTY.md: what the office is made with, in which version, under which licence.

Names and versions come from the two locks, licences from what is installed. `--check` compares
the names and versions with the locks and writes nothing.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "THIRD_PARTY.md"

# Stated only in the package's files, or locked for other machines than this one.
STATED_ELSEWHERE = {
    "colorama": "BSD-3-Clause",
    "evdev": "BSD-3-Clause",
    "lgpio": "Unlicense",
    "peewee": "MIT",
    "xmlhttprequest-ssl": "MIT",
}

HEADER = """# Third-party notices

What Một Cửa is built with, tested with and serves, in the versions of `requirements.txt` and
`package-lock.json`. Written by `make third-party`. None of it is copied into this repository.
Each package brings the text of its own licence.

Debian's own packages (zbar, espeak-ng, DejaVu and Noto fonts, ALSA, Node.js, and for the tests
Chromium and PostgreSQL) come with theirs in `/usr/share/doc/<package>/copyright`.
"""


@dataclass(frozen=True, order=True)
class Notice:
    """One package of one lock."""

    name: str
    version: str
    licence: str = ""

    @property
    def row(self) -> str:
        return f"| {self.name} | {self.version} | {self.licence} |"


def python_pins() -> list[Notice]:
    """Every pin of requirements.txt, without its licence."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = (line.split(";")[0].strip() for line in lines if line and not line.startswith("#"))
    return [Notice(*pin.split("==")) for pin in pins]


def javascript_pins() -> list[Notice]:
    """Every package of package-lock.json, with the licence the lock states."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    return [
        Notice(name, entry["version"], entry.get("license") or STATED_ELSEWHERE[name])
        for place, entry in lock["packages"].items()
        if (name := place.rpartition("node_modules/")[2])
    ]


def licence_of(name: str) -> str:
    """The licence a package states: its SPDX expression, else its classifier, else its words."""
    try:
        about = metadata.distribution(name).metadata
    except metadata.PackageNotFoundError:
        return STATED_ELSEWHERE[name]
    if "License-Expression" in about:
        return about["License-Expression"]
    stated = [c.split(" :: ")[-1] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    words = about["License"].strip().splitlines() if "License" in about else []
    return " / ".join(stated) or (words[0] if words else STATED_ELSEWHERE[name])


def table(title: str, notices: list[Notice]) -> list[str]:
    rows = [notice.row for notice in sorted(notices)]
    return ["", f"## {title}", "| package | version | licence |", "|---|---|---|", *rows]


def written() -> str:
    """The whole page."""
    python = [Notice(pin.name, pin.version, licence_of(pin.name)) for pin in python_pins()]
    lines = [HEADER.rstrip(), *table("Python", python)]
    return "\n".join([*lines, *table("Fonts, icons, JavaScript", javascript_pins())]) + "\n"


def listed() -> set[tuple[str, str]]:
    """(name, version) of every row of the page as it is."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in NOTICES.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| package")
    ]
    return {(name, version) for name, version, _licence in cells}


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        NOTICES.write_text(written(), encoding="utf-8")
        return 0
    locked = {(pin.name, pin.version) for pin in [*python_pins(), *javascript_pins()]}
    differ = sorted(locked ^ listed())
    for name, version in differ:
        print(f"THIRD_PARTY.md and the locks differ in {name} {version}")
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
