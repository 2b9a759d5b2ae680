"""Fixtures for tests of a whole office: one nursery a worker and mode, an office of its own for each test."""

from __future__ import annotations

import atexit
import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.nursery import Nursery, Offices, QuickOffice

Opened = Callable[..., QuickOffice]


@functools.cache
def nursery_of(mode: str) -> Nursery:
    """The parent process of a server mode, started when first asked for, ended with this process."""
    nursery = Nursery(mode)
    atexit.register(nursery.close)
    return nursery


@functools.cache
def furnished() -> Offices:
    """Copies of one furnished office."""
    kept = Offices()
    atexit.register(kept.close)
    return kept


@pytest.fixture
def open_office(tmp_path: Path) -> Iterator[Opened]:
    """`open_office(mode="eventlet", env={}, start=True)`: a demo office, started; gone after the test."""
    opened: list[QuickOffice] = []

    def open_one(mode: str = "eventlet", env: Mapping[str, str] | None = None, *, start: bool = True) -> QuickOffice:
        office = furnished().new(tmp_path / f"office-{len(opened)}", nursery_of(mode), env)
        opened.append(office)
        if start:
            office.start()
        return office

    yield open_one
    for office in opened:
        office.stop()
