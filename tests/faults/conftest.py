"""Whole offices that start in a blink."""

from tests.support.quick import nurseries, offices, open_office

__all__ = ["nurseries", "offices", "open_office"]
