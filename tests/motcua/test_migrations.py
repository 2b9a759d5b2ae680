"""The one history of migrations gives the tables of today's models, and backs up before it changes anything."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from peewee import Database

from foundation.db.engine import is_postgres, open_database
from foundation.db.migrate import migrate, pending
from motcua.schema import ALL_MODELS, MIGRATIONS, bring_up_to_date

_COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length"
    " FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2"
)
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
HISTORY = "schema_migration"


def ddl(database: Database) -> list[Any]:
    """What the database says of its own form, without the table of the history."""
    if is_postgres(database):
        rows = database.execute_sql(_COLUMNS).fetchall() + database.execute_sql(_INDEXES).fetchall()
    else:
        rows = database.execute_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    return [row for row in rows if HISTORY not in str(row)]


def by_models(url: str) -> list[Any]:
    database = open_database(url)
    with database.bind_ctx(ALL_MODELS):
        database.connect()
        database.create_tables(ALL_MODELS)
        found = ddl(database)
        database.drop_tables(ALL_MODELS)
        database.close()
    return found


def by_migrations(url: str) -> list[Any]:
    database = open_database(url)
    bring_up_to_date(database)
    database.connect()
    found = ddl(database)
    database.close()
    return found


def test_migrations_give_the_models_of_today_on_sqlite(tmp_path: Path) -> None:
    assert by_migrations(str(tmp_path / "a.db")) == by_models(str(tmp_path / "b.db"))


@pytest.mark.postgres
def test_migrations_give_the_models_of_today_on_postgres(postgres_url: str) -> None:
    models = by_models(postgres_url)
    assert by_migrations(postgres_url) == models


def test_a_forgotten_column_would_be_seen(tmp_path: Path) -> None:
    """The twin: a model that has more than the migrations gave."""
    url = str(tmp_path / "a.db")
    bring_up_to_date(open_database(url))
    with sqlite3.connect(url) as books:
        books.execute("ALTER TABLE office ADD COLUMN forgotten TEXT")
    database = open_database(url)
    database.connect()
    assert ddl(database) != by_models(str(tmp_path / "b.db"))
    database.close()


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "a.db"))
    assert bring_up_to_date(database)
    assert bring_up_to_date(database) == []


def test_an_office_in_use_is_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    url, folder = str(tmp_path / "a.db"), tmp_path / "steps"
    folder.mkdir()
    (folder / "0001_first.py").write_text("def up(migrator, db):\n    db.execute_sql('CREATE TABLE a (x)')\n")
    database = open_database(url)
    database.connect()
    migrate(database, folder)
    database.execute_sql("INSERT INTO a VALUES (7)")
    (folder / "0002_second.py").write_text("def up(migrator, db):\n    db.execute_sql('DROP TABLE a')\n")
    assert migrate(database, folder) == ["0002_second"]
    database.close()
    (copy,) = tmp_path.glob("a.db.before-0002_second.*")
    with sqlite3.connect(copy) as before:
        assert before.execute("SELECT x FROM a").fetchall() == [(7,)]


def test_a_failing_step_leaves_the_office_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "0001_half.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE a (x)')\n    raise ValueError('half')\n"
    )
    database = open_database(str(tmp_path / "a.db"))
    database.connect()
    with pytest.raises(ValueError, match="half"):
        migrate(database, folder)
    assert pending(database, folder) == ["0001_half"]
    assert "a" not in database.get_tables()
    database.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))
