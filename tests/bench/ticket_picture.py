"""From a slip of values to the bytes a printer takes: 80 mm with the printer's own code, and all as picture."""

from __future__ import annotations

import statistics
import time
from typing import Any

from hardware.printer.encoding import encode
from hardware.printer.profile import Profile, find_profile
from tests.hardware.printer.samples import ticket

TICKETS, TARGET_MS = 60, 40.0


def run() -> dict[str, Any]:
    """Every ticket is another one: number, code and people ahead change, as in an office."""
    own, picture, narrow = find_profile(), find_profile(own_code=False), find_profile("POS-5890", 58)
    for profile in (own, picture, narrow):
        encode(ticket(0), profile)
    median = _median_ms(own)
    figures = {
        "80 mm, median ms": round(median, 1),
        "80 mm, code as picture, median ms": round(_median_ms(picture), 1),
        "58 mm, code as picture, median ms": round(_median_ms(narrow), 1),
        "80 mm, bytes": len(encode(ticket(1), own)),
        "target ms": TARGET_MS,
        "met": median <= TARGET_MS,
    }
    print(f"ticket picture, 80 mm: median {median:.1f} ms (target {TARGET_MS:g})")
    return figures


def _median_ms(profile: Profile) -> float:
    spent = []
    for count in range(TICKETS):
        slip = ticket(count)
        began = time.perf_counter()
        encode(slip, profile)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    run()
