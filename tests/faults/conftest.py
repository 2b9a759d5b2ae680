"""Whole offices that start in a blink."""

from tests.support.quick import open_office

__all__ = ["open_office"]
