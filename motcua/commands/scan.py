"""`motcua scan`: read the codes in picture files; one JSON line a file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from hardware.scanner.files import scan_files
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Files or folders."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=words("cli.scan.paths"))
    parser.add_argument("--data", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _words: Words) -> int:
    """Exit code 2 when a file could not be read, 0 otherwise (no code found is no fault)."""
    unreadable = False
    for result in scan_files(args.paths):
        print(json.dumps(result.to_json(), ensure_ascii=False), flush=True)
        unreadable = unreadable or not result.readable
    return 2 if unreadable else 0
