"""The kinds of value a setting may have: how each is read, and how what it wants is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

#: Reads a value from TOML or from a variable's text; raises ValueError for a wrong one.
Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Kind:
    """`want` is the text key `settings.want.<want>` that says what is wanted, with `params`."""

    want: str
    read: Reader
    params: Mapping[str, object] = field(default_factory=dict)


def text(pattern: str = "", want: str = "text") -> Kind:
    """Text without control characters; with a `pattern`, empty or wholly of it."""
    allowed = re.compile(pattern) if pattern else None

    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.isprintable():
            raise ValueError
        tidy = value.strip()
        if allowed and tidy and not allowed.fullmatch(tidy):
            raise ValueError
        return tidy

    return Kind(want, read)


def web_address() -> Kind:
    """`https://name[:port][/path]`, kept without a slash at its end."""
    plain = text(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", "web_address")
    return Kind(plain.want, lambda value: plain.read(value).rstrip("/"))


def whole(least: int, most: int) -> Kind:
    """A whole number within bounds."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,12}", str(value).strip()):
            raise ValueError
        return _within(int(value), least, most)

    return Kind("whole", read, {"least": least, "most": most})


def number(least: float, most: float) -> Kind:
    """A number within bounds, written with a point."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", str(value).strip()):
            raise ValueError
        return _within(float(value), least, most)

    return Kind("number", read, {"least": least, "most": most})


def switch() -> Kind:
    """A boolean; a variable may also say 1, 0, yes, no, on, off."""

    def read(value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if not isinstance(value, str):
            raise TypeError
        return _SWITCH[value.strip().lower()]

    return Kind("switch", read)


def choice(*choices: str | int) -> Kind:
    """One of a few; a number may be written as text and the other way round."""
    known = {str(each): each for each in choices}

    def read(value: Any) -> str | int:
        return known[str(value).strip()]

    return Kind("choice", read, {"choices": ", ".join(known)})


Amount = TypeVar("Amount", int, float)


def _within(value: Amount, least: float, most: float) -> Amount:
    if not least <= value <= most:
        raise ValueError
    return value


_SWITCH = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}
