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


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    postgres = request.param == "postgres"
    url = str(request.getfixturevalue("postgres_url")) if postgres else str(tmp_path / "books.db")
    laid = lay(url, SetClock(MORNING), (*TABLES, *QUEUE_MODELS))
    yield laid
    laid.store.close()
