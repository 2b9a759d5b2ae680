"""Fixtures for tests of a whole office: one nursery a worker and mode, an office of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.nursery import Nursery, Offices, QuickOffice

Opened = Callable[..., QuickOffice]


@pytest.fixture(scope="session")
def nurseries() -> Iterator[Callable[[str], Nursery]]:
    """The parent process of each server mode, started when first asked for."""
    kept: dict[str, Nursery] = {}

    def of(mode: str) -> Nursery:
        if mode not in kept:
            kept[mode] = Nursery(mode)
        return kept[mode]

    yield of
    for nursery in kept.values():
        nursery.close()


@pytest.fixture(scope="session")
def offices() -> Iterator[Offices]:
    """Copies of one furnished office."""
    kept = Offices()
    yield kept
    kept.close()


@pytest.fixture
def open_office(nurseries: Callable[[str], Nursery], offices: Offices, tmp_path: Path) -> Iterator[Opened]:
    """`open_office(mode="eventlet", env={}, start=True)`: a demo office, started; gone after the test."""
    opened: list[QuickOffice] = []

    def open_one(mode: str = "eventlet", env: Mapping[str, str] | None = None, *, start: bool = True) -> QuickOffice:
        office = offices.new(tmp_path / f"office-{len(opened)}", nurseries(mode), env)
        opened.append(office)
        if start:
            office.start()
        return office

    yield open_one
    for office in opened:
        office.stop()
