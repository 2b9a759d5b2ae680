"""The locks: every version exact, the card's packages in, and no word of where they came from."""

import json
import re
import subprocess
import sys

import pytest

from tests.support.rooms import ROOT, committed_files, name_of

PIN = re.compile(r"^[a-z0-9][a-z0-9.-]*==[0-9][A-Za-z0-9.+]*( ; .+)?$")
CARD = ["flask-socketio", "eventlet", "pyzbar", "opencv-python", "python-escpos"]
CARD += ["peewee", "gtts", "pytest", "zxing-cpp"]

# Patterns that do not match themselves: this file is searched too.
FOREIGN = {
    "a package registry": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|registry[.]yarnpkg|deb[.]debian[.]org"
        r"|(?<!emit-)(?:index[-]url|extra[-]index|find[-]links)|[:]//[^/\s]*(?:artifactory|nexus|mirror)",
    ),
    "a place on one machine": re.compile(r"(?<![\w.])/(?:root|work|home/[a-z]+|opt/wheels)/"),
    "a secret key": re.compile(r"BEGIN (?:[A-Z]+ )?PRIVATE[ ]KEY"),
}


def pins() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_pin_is_exact() -> None:
    assert [line for line in pins() if not PIN.match(line)] == []
    assert len(pins()) > 60


@pytest.mark.parametrize("package", CARD)
def test_the_card_s_packages_are_pinned(package: str) -> None:
    assert any(line.startswith(f"{package}==") for line in pins())


def test_the_pi_s_packages_are_pinned_for_the_pi_only() -> None:
    for package in ("evdev", "lgpio"):
        (line,) = [each for each in pins() if each.startswith(f"{package}==")]
        assert "platform_machine == 'aarch64'" in line


def test_the_installed_packages_are_the_locked_ones() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "list", "--format=json"],
        capture_output=True,
        check=True,
    ).stdout
    installed = {each["name"].lower().replace("_", "-"): each["version"] for each in json.loads(listed)}
    wanted: dict[str, set[str]] = {}
    for line in pins():
        name, version = line.split(" ;")[0].split("==")
        wanted.setdefault(name, set()).add(version)
    differ = {name for name in wanted if installed.get(name) not in wanted[name]}
    assert differ <= {"colorama", "evdev", "lgpio"}, differ


def test_the_front_end_s_versions_are_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for name, version in versions.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version


def test_the_front_end_s_lock_says_what_but_not_from_where() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("integrity" in entry for entry in entries.values())
    assert [name for name, entry in entries.items() if "resolved" in entry] == []


def test_no_file_names_a_registry_a_machine_or_a_secret() -> None:
    found = []
    for path in committed_files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{name_of(path)}: {what}" for what, form in FOREIGN.items() if form.search(text)]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry", "--index" + "-url x"),
        ("a package registry", "https://files.python" + "hosted.org/x"),
        ("a place on one machine", "cd /wo" + "rk/main"),
        ("a secret key", "-----BEGIN RSA PRIVATE" + " KEY-----"),
    ],
)
def test_the_search_finds_what_it_looks_for(what: str, line: str) -> None:
    assert FOREIGN[what].search(line)
