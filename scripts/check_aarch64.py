"""Whether every pin of requirements.txt installs on a 64-bit Raspberry Pi (aarch64).

Asks pip, as it is set up on this machine, for the wheel it would take there under Python 3.11
(Debian 12) and 3.13 (Debian 13). A pin without a wheel must have a source archive and be known
to build with the system packages that scripts/setup.sh installs on a Pi. Prints a table; exit
code 1 when a pin has neither.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]

# Python → the glibc of the Debian that brings it, the newest that a wheel may ask for.
SYSTEMS = {"3.11": 36, "3.13": 41}

# Known to build from source there, and with which packages of setup.sh.
BUILDS = {
    "evdev": "gcc linux-libc-dev python3-dev",
    "lgpio": "gcc swig python3-dev",
}

MISSING = re.compile(r"No matching distribution found for ([A-Za-z0-9._-]+)")


def pins_for(python: str) -> list[str]:
    """The pins that hold on a Pi with this Python, as `name==version`."""
    there = {
        "python_version": python,
        "python_full_version": f"{python}.2",
        "platform_machine": "aarch64",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return [f"{each.name}{each.specifier}" for each in wanted if each.marker is None or each.marker.evaluate(there)]


def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)


def wheels(pins: list[str], python: str) -> tuple[dict[str, str], list[str]]:
    """({pin's name: wheel's file name}, [pins without a wheel]) for a Pi with this Python."""
    remaining, without = list(pins), list[str]()
    while True:
        with tempfile.TemporaryDirectory() as folder:
            target, report = Path(folder, "there"), Path(folder, "report.json")
            run = pip(
                "install", "--dry-run", "--quiet", "--quiet", "--ignore-installed", "--no-deps",
                # Pip would compare with its own Python; the lock was resolved for all of them.
                "--ignore-requires-python",
                "--target", str(target), "--report", str(report), *the_pi(python), *remaining,
            )  # fmt: skip
            if run.returncode == 0:
                return _names(json.loads(report.read_text(encoding="utf-8"))), without
        refused = MISSING.search(run.stderr)
        if refused is None:
            raise SystemExit(f"pip could not answer:\n{run.stderr}")
        (pin,) = [each for each in remaining if each.startswith(f"{refused[1]}==")]
        remaining.remove(pin)
        without.append(pin)


def the_pi(python: str) -> list[str]:
    """Pip's description of a Pi; it wants every glibc named that a wheel may have been made for."""
    glibc = [f"manylinux_2_{minor}_aarch64" for minor in range(17, SYSTEMS[python] + 1)]
    platforms = [f"--platform={each}" for each in (*glibc, "manylinux2014_aarch64", "linux_aarch64")]
    return ["--only-binary=:all:", f"--python-version={python}", "--implementation=cp", *platforms]


def _names(report: dict[str, list[dict[str, dict[str, str]]]]) -> dict[str, str]:
    """{package's name as pinned: file name of the wheel that pip chose}."""
    found = {}
    for each in report["install"]:
        name = each["metadata"]["name"].lower().replace("_", "-")
        found[name] = each["download_info"]["url"].rpartition("/")[2]
    return found


def has_source(pin: str) -> bool:
    """Whether there is a source archive of this pin (it is fetched, and its metadata made)."""
    with tempfile.TemporaryDirectory() as folder:
        run = pip("download", "--quiet", "--no-deps", "--no-binary=:all:", "--dest", folder, pin)
        return run.returncode == 0


def examine(python: str) -> bool:
    """Print the table for one Python; whether every pin installs there."""
    pins = pins_for(python)
    found, without = wheels(pins, python)
    print(f"\nPython {python} on aarch64: {len(pins)} pins")
    for pin in pins:
        name = pin.partition("==")[0].lower().replace("_", "-")
        print(f"  {pin:40} {found.get(name) or _from_source(pin)}")
    return all(pin.partition("==")[0] in BUILDS and has_source(pin) for pin in without)


def _from_source(pin: str) -> str:
    packages = BUILDS.get(pin.partition("==")[0])
    return f"from source, with {packages}" if packages else "NEITHER WHEEL NOR KNOWN TO BUILD"


def main() -> int:
    answers = [examine(python) for python in SYSTEMS]
    print("\nEvery pin installs." if all(answers) else "\nNot every pin installs.")
    return 0 if all(answers) else 1


if __name__ == "__main__":
    raise SystemExit(main())
