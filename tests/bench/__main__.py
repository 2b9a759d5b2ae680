"""`make bench`: every figure of the product, with the machine it was taken on; exit code 1 when one is missed."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from pathlib import Path
from typing import Any

MODULES = ("tickets", "fanout", "scanning", "ticket_picture")


def machine() -> str:
    """What this was measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    return (
        f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    )


def main(names: list[str]) -> int:
    """Run the named benches, or all."""
    print(f"machine: {machine()}")
    missed = []
    for name in names or MODULES:
        figures: dict[str, Any] = importlib.import_module(f"tests.bench.{name}").run()
        print(f"\n{name}")
        for label, value in figures.items():
            print(f"  {label}: {value}")
        if figures.get("met") is False:
            missed.append(name)
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nall met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
