"""`motcua worker`: the slow things, in a process of their own."""

from __future__ import annotations

import argparse

from motcua.commands.options import data_option, settings_of
from motcua.words import Words
from motcua.worker import Worker


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory."""
    data_option(parser, words)
    parser.add_argument("--once", action="store_true", help=words("cli.worker.once"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _words: Words) -> int:
    """Until it is told to stop."""
    worker = Worker(args.data, settings_of(args.data))
    if args.once:
        worker.step()
        worker.close()
        return 0
    return worker.run()
