"""`make faults`: kill, cut and pull plugs for longer than the tests do; exit code 1 when something was lost."""

from __future__ import annotations

import importlib
import sys
import time

#: What is tried, in this order; each module has `long(rounds | None)`, giving tables of name → count and a verdict.
NAMES = ("power", "kill", "links", "races")


def main(words: list[str]) -> int:
    """`python -m tests.faults [name [rounds]]…`: the named ones, or all."""
    failed = []
    for name, rounds in _asked(words):
        began = time.monotonic()
        rows, good = importlib.import_module(f"tests.faults.{name}").long(rounds)
        _print_table(name, rows)
        print(f"{time.monotonic() - began:.0f} s, {'good' if good else 'NOT GOOD'}\n", flush=True)
        if not good:
            failed.append(name)
    print(f"not good: {', '.join(failed)}" if failed else "all good")
    return 1 if failed else 0


def _asked(words: list[str]) -> list[tuple[str, int | None]]:
    asked: list[tuple[str, int | None]] = []
    for word in words:
        if word.isdigit() and asked:
            asked[-1] = (asked[-1][0], int(word))
        elif word in NAMES:
            asked.append((word, None))
        else:
            sys.exit(f"{word}? One of: {', '.join(NAMES)}, each with a number of rounds behind it if you like.")
    return asked or [(name, None) for name in NAMES]


def _print_table(name: str, rows: list[dict[str, object]]) -> None:
    heads = list(rows[0])
    cells = [heads, *([str(row.get(head, "")) for head in heads] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(heads))]
    print(name)
    for line in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
