"""Options and openings that several commands share."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path

from foundation.settings import Settings, load
from motcua.words import Words


def data_option(parser: argparse.ArgumentParser, words: Words) -> None:
    """`--data DIR`: database, files, keys, clips and settings of one office."""
    parser.add_argument("--data", metavar="DIR", help=words("cli.option.data"))


def settings_of(data: Path) -> Settings:
    """The settings of the office in `data`."""
    return load(data, os.environ)


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
