"""The queue on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.clock import SetClock
from queueing.models import QUEUE_MODELS
from tests.queueing.office import MORNING, Office, open_office
from tests.support.ground import TABLES, Ground, lay


@pytest.fixture
def office() -> Office:
    return open_office()


def queue_ground(url: str) -> Iterator[Ground]:
    laid = lay(url, SetClock(MORNING), (*TABLES, *QUEUE_MODELS))
    yield laid
    laid.store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """The books on each database."""
    postgres = request.param == "postgres"
    yield from queue_ground(str(request.getfixturevalue("postgres_url")) if postgres else str(tmp_path / "books.db"))


@pytest.fixture
def sqlite_ground(tmp_path: Path) -> Iterator[Ground]:
    yield from queue_ground(str(tmp_path / "books.db"))
