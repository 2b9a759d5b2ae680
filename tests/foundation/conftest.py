"""The ground on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ground import Ground, lay


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def books_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return str(tmp_path / "books.db")


@pytest.fixture
def ground(books_url: str) -> Iterator[Ground]:
    laid = lay(books_url)
    yield laid
    laid.store.close()
