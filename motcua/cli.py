"""The `motcua` command: finds the subcommand, reads the settings, says what is wrong in a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from foundation.settings import SettingsProblem
from motcua import version
from motcua.commands import NAMES, load
from motcua.office import NotInitialised, load_texts
from motcua.words import Words


def language() -> str:
    """Vietnamese, unless the terminal asks for English."""
    asked = os.environ.get("MOTCUA_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "vi"
    return "en" if asked.lower().startswith("en") else "vi"


def parser(words: Words, asked: Collection[str] = NAMES) -> argparse.ArgumentParser:
    """All subcommands with a line each, and the options of those that were asked for."""
    top = argparse.ArgumentParser(prog="motcua", description=words("cli.about"))
    top.add_argument("--version", action="version", version=f"motcua {version.current()}")
    commands = top.add_subparsers(dest="command", required=True, metavar=words("cli.command"))
    for name in NAMES:
        summary = words(f"cli.{name}.help")
        sub = commands.add_parser(name, help=summary, description=summary)
        if name in asked:
            load(name).arguments(sub, words)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code tells: 0 done, 1 refused or failed, 2 asked wrongly."""
    texts, lang = load_texts(), language()
    words = Words(texts, lang)
    given = sys.argv[1:] if argv is None else argv
    args = parser(words, given[:1]).parse_args(given)
    args.data = Path(getattr(args, "data", None) or os.environ.get("MOTCUA_DATA") or "data").absolute()
    try:
        return int(args.run(args, words))
    except SettingsProblem as problem:
        print(problem.sentence(texts, lang), file=sys.stderr)
    except NotInitialised:
        print(words("cli.not_initialised", data=args.data), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1
