"""The subcommands, one module each: `arguments(parser, words)` and `run(args, words) -> exit code`.

Only the one that was asked for is imported: cameras and drawing take seconds to load on a small machine.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol

from motcua.words import Words

NAMES = ("init", "up", "serve", "worker", "kiosk", "device", "person", "demo", "scan", "voice", "check")


class Command(Protocol):
    """What each module offers."""

    def arguments(self, parser: argparse.ArgumentParser, words: Words) -> None:
        """Describe the options; sets `run` as a default of the parser."""


def load(name: str) -> Command:
    """The module of a subcommand."""
    module: Command = import_module(f"motcua.commands.{name}")
    return module
