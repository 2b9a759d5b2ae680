"""The `motcua` command: finds the subcommand, reads the settings, says what is wrong in a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from foundation.settings import SettingsProblem
from motcua import version
from motcua.commands import ALL
from motcua.office import NotInitialised, load_texts
from motcua.words import Words


def language() -> str:
    """Vietnamese, unless the terminal asks for English."""
    asked = os.environ.get("MOTCUA_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "vi"
    return "en" if asked.lower().startswith("en") else "vi"


def parser(words: Words) -> argparse.ArgumentParser:
    """All subcommands with their help."""
    top = argparse.ArgumentParser(prog="motcua", description=words("cli.about"))
    top.add_argument("--version", action="version", version=f"motcua {version.current()}")
    commands = top.add_subparsers(dest="command", required=True, metavar=words("cli.command"))
    for module in ALL:
        summary = words(f"cli.{module.NAME.replace('-', '_')}.help")
        sub = commands.add_parser(module.NAME, help=summary, description=summary)
        module.arguments(sub, words)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code tells: 0 done, 1 refused or failed, 2 asked wrongly."""
    texts, lang = load_texts(), language()
    words = Words(texts, lang)
    args = parser(words).parse_args(argv)
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
