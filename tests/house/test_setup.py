"""Set-up says in plain words what is missing, and what to type; it never guesses."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.rooms import ROOT

# All that setup.sh needs before it installs anything. Nothing else is on its PATH here.
TOOLS = "bash sh cat cut dirname env getent grep id mkdir sed sha256sum stat tail touch uname"


class Machine:
    """A checkout's scripts on a machine whose commands a test may replace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        shutil.copytree(ROOT / "scripts", folder / "scripts")
        for tool in TOOLS.split():
            place = shutil.which(tool)
            assert place is not None, tool
            (self.bin / tool).symlink_to(place)

    def has(self, command: str, script: str) -> None:
        place = self.bin / command
        place.unlink(missing_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o755)

    def set_up(self, what: str = "run") -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SUDO_")}
        return subprocess.run(
            ["bash", "scripts/setup.sh", what],
            cwd=self.folder,
            env={**environment, "PATH": str(self.bin)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A bare 64-bit Debian on which nothing is installed yet, and an ordinary person."""
    bare = Machine(tmp_path)
    bare.has("dpkg-query", "exit 1")
    # It ends with the asking: what comes after would take minutes.
    bare.has("apt-get", f'echo "$@" >> {tmp_path}/asked; case "$*" in *update) ;; *) exit 1;; esac')
    bare.has("uname", "echo x86_64")
    bare.has("id", "echo 1000")
    # Not the one on PATH: that may be a shim with needs of its own.
    bare.has("python3", f'exec {os.path.realpath(sys.executable)} "$@"')
    return bare


def test_a_32_bit_system_is_refused_by_its_name(machine: Machine) -> None:
    machine.has("uname", "echo armv7l")
    run = machine.set_up()
    assert run.returncode == 1
    assert "armv7l; a 64-bit system is needed" in run.stderr


def test_an_old_python_is_refused_with_what_is_needed(machine: Machine) -> None:
    answers = 'case "$*" in *version_info*) exit 1;; *calcsize*) echo 8;; *) echo Python 3.9.2;; esac'
    machine.has("python3", answers)
    run = machine.set_up()
    assert run.returncode == 1
    assert "python3 is 3.9.2; 3.11 or newer is needed" in run.stderr


def test_without_root_and_sudo_the_command_to_type_is_printed(machine: Machine) -> None:
    run = machine.set_up("test")
    assert run.returncode == 1
    assert "As root:  apt-get update && apt-get install -y libzbar0 libgl1" in run.stderr
    assert "nodejs npm" in run.stderr
    assert "chromium" in run.stderr
    assert not (machine.folder / "asked").exists()


def test_a_sudo_that_would_ask_for_a_password_is_not_waited_for(machine: Machine) -> None:
    machine.has("sudo", "exit 1")
    run = machine.set_up()
    assert run.returncode == 1
    assert "With a password:  sudo sh -c 'apt-get update" in run.stderr


def test_sudo_is_used_when_it_may(machine: Machine) -> None:
    machine.has("sudo", 'if [ "$1" = -n ]; then shift; fi; [ "$1" = true ] || exec "$@"')
    machine.set_up()
    asked = (machine.folder / "asked").read_text().splitlines()
    assert asked[0].endswith(" update")
    assert " install -y --no-install-recommends libzbar0 " in asked[1]


def test_only_the_missing_packages_are_asked_for(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("dpkg-query", 'case "$*" in *alsa-utils*) exit 1;; *) printf "ii ";; esac')
    machine.has("node", "exit 0")
    machine.has("npm", "exit 0")
    machine.set_up()
    assert (machine.folder / "asked").read_text().splitlines()[1].endswith("recommends alsa-utils")


def test_the_renamed_packages_of_debian_13_count(machine: Machine) -> None:
    machine.has("dpkg-query", 'case "$*" in *libglib2.0-0) exit 1;; *) printf "ii ";; esac')
    assert "libglib2.0-0" not in machine.set_up().stderr


def test_the_pi_also_gets_what_its_packages_build_with(machine: Machine) -> None:
    machine.has("uname", "echo aarch64")
    assert "gcc libc6-dev linux-libc-dev python3-dev swig" in machine.set_up().stderr


def test_a_failing_apt_is_told_with_its_last_words(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", "echo no space left on device; exit 100")
    run = machine.set_up()
    assert run.returncode == 1
    assert "no space left on device" in run.stderr
    assert "apt-get update failed" in run.stderr


def test_nothing_is_done_again_when_all_is_in_place(machine: Machine) -> None:
    machine.has("dpkg-query", 'printf "ii "')
    for lock in ("requirements.txt", "pyproject.toml", "package-lock.json"):
        shutil.copy(ROOT / lock, machine.folder)
    for command in ("node", "npm"):
        machine.has(command, f"echo {command} >> {machine.folder}/asked")
    stamped(machine, ".venv", "requirements.txt pyproject.toml", " $(pwd) $(python3 -V)")
    stamped(machine, "node_modules", "package-lock.json", "")
    (machine.folder / ".venv" / "bin").mkdir()
    shutil.copy(machine.bin / "python3", machine.folder / ".venv" / "bin" / "python")
    run = machine.set_up()
    assert run.returncode == 0, run.stderr
    assert "Everything is in place" in run.stdout
    assert not (machine.folder / "asked").exists()


def stamped(machine: Machine, place: str, locks: str, more: str) -> None:
    """Leave the stamp that a finished installation leaves."""
    (machine.folder / place).mkdir()
    stamp = f'PATH={machine.bin}; printf %s "$(cat {locks} | sha256sum | cut -d" " -f1){more}" > {place}/.motcua-lock'
    subprocess.run(["bash", "-c", stamp], cwd=machine.folder, check=True)


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    test_nothing_is_done_again_when_all_is_in_place(machine)
    with (machine.folder / "package-lock.json").open("a") as lock:
        lock.write("\n")
    machine.set_up()
    assert (machine.folder / "asked").read_text() == "npm\n"
