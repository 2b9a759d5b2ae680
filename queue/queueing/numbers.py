"""How a ticket's number is written: the service's letter and at least as many digits as its range has."""

from __future__ import annotations


def number_text(service: str, seq: int, last: int = 999) -> str:
    """`A001` for the first of service A with the range 1..999.

    Nobody is sent away for want of a number: after `last` the count goes on with one digit more
    (`A999`, `A1000`), which prints, fits the screens and is spoken digit by digit like any other.
    """
    return f"{service}{seq:0{len(str(last))}d}"
