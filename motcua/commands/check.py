"""`motcua check`: what is configured, and what is wrong, in words."""

from __future__ import annotations

import argparse

from foundation.settings import describe
from motcua.checks import Finding, check_office
from motcua.commands.options import data_option, settings_of
from motcua.words import Words

_SIGNS = {"ok": "✓", "warn": "!", "fault": "✗", "unknown": "?"}


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory."""
    data_option(parser, words)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Exit code 1 when something is a fault."""
    settings = settings_of(args.data)
    print(words("cli.check.settings"))
    for shown in describe(settings, words.texts, words.lang):
        print(f"  {shown.name} = {shown.value}  ({shown.source})")
    print(words("cli.check.findings"))
    findings = check_office(args.data, settings)
    for finding in findings:
        print(f"  {_SIGNS[finding.state]} {_sentence(finding, words)}")
    return 1 if any(finding.state == "fault" for finding in findings) else 0


def _sentence(finding: Finding, words: Words) -> str:
    return words(f"check.{finding.code}", **finding.params)
