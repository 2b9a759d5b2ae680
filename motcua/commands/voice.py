"""`motcua voice build`: make the bank of clips, without stopping the office."""

from __future__ import annotations

import argparse
import sys

from motcua import voices
from motcua.commands.options import data_option
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Build."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=words("cli.action"))
    build = actions.add_parser("build", help=words("cli.voice.build"))
    data_option(build, words)
    build.add_argument("--offline", action="store_true", help=words("cli.voice.offline"))
    build.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Build, show how far it is, say what came of it."""
    args.data.mkdir(parents=True, exist_ok=True)
    result = voices.build(args.data, online=not args.offline, progress=_progress)
    print(file=sys.stderr)
    for failure in result.failures:
        print(words("cli.voice.failed", engine=failure.engine, detail=failure.detail), file=sys.stderr)
    if result.outcome in {"voice.no_engine", "voice.building"}:
        print(words(f"refusal.{result.outcome}"), file=sys.stderr)
        return 1
    named = ", ".join(f"{language}: {voice}" for language, voice in sorted(result.voices.items()))
    print(words(f"cli.voice.{result.outcome}", made=result.made, kept=result.kept, voices=named))
    return 0


def _progress(done: int, total: int, _clip: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)
