"""What the kiosk still knows after a cut, and that nothing else of a citizen stays on it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.booth import Booth
from kiosk.journal import RECOVER_MS, REUSE_MS, Journal, recovery
from kiosk.recovery import Recovery
from kiosk.screens import (
    Abandon,
    Asking,
    AskPrinted,
    Effect,
    FoundAsked,
    FoundIssued,
    FoundPrinting,
    Home,
    Screen,
    Settle,
    TakeTicket,
    Wish,
)
from tests.kiosk.support import TICKET, booth

REQUEST = TakeTicket("key-1", Wish("A", ("000.00.06.H08-261123-0012",), "elderly"), "en")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.db")


def test_every_write_is_on_the_disk_before_the_call_returns(journal: Journal) -> None:
    assert journal._db.execute("pragma synchronous").fetchone() == (2,)
    assert journal._db.execute("pragma journal_mode").fetchone() == ("wal",)


def test_each_stage_is_taken_up_as_what_it_is(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    assert [recovery(each) for each in journal.open_entries()] == [FoundAsked(REQUEST)]
    journal.issued("key-1", TICKET, 2)
    assert [recovery(each) for each in journal.open_entries()] == [FoundIssued(TICKET)]
    journal.printing(TICKET, 3)
    assert [recovery(each) for each in journal.open_entries()] == [FoundPrinting(TICKET)]
    journal.close_entry("key-1")
    assert journal.open_entries() == []


def test_a_reprint_has_an_entry_of_its_own(journal: Journal) -> None:
    again = replace(TICKET, key="key-9", again=True)
    journal.printing(again, 1)
    assert [recovery(each) for each in journal.open_entries()] == [FoundPrinting(again)]


def test_the_same_wish_soon_after_asks_with_the_old_key(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    journal.abandoned("key-1", 2)
    assert journal.open_entries() == []
    assert journal.asked(replace(REQUEST, key="key-2"), 3) == "key-1"


def test_another_wish_or_a_later_one_gets_its_own_key(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    journal.abandoned("key-1", 2)
    other = replace(REQUEST, key="key-2", wish=Wish("G"))
    assert journal.asked(other, 3) == "key-2"
    assert journal.asked(replace(REQUEST, key="key-3"), 2 + REUSE_MS) == "key-3"


def test_a_key_in_use_is_never_given_to_a_second_person(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    assert journal.asked(replace(REQUEST, key="key-2"), 2) == "key-2"


def test_a_number_that_was_given_cannot_be_abandoned(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    journal.issued("key-1", TICKET, 2)
    journal.abandoned("key-1", 3)
    assert len(journal.open_entries()) == 1


def test_nothing_of_a_citizen_stays_when_all_is_done(journal: Journal, tmp_path: Path) -> None:
    journal.asked(REQUEST, 1)
    journal.issued("key-1", TICKET, 2)
    journal.printing(TICKET, 3)
    journal.close_entry("key-1")
    journal.close()
    with sqlite3.connect(tmp_path / "journal.db") as file:
        assert file.execute("select count(*) from entry").fetchone() == (0,)


def test_a_torn_file_is_put_aside_and_the_kiosk_starts(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"no database at all, only letters" * 40)
    assert Journal(tmp_path / "journal.db").open_entries() == []
    assert list(tmp_path.glob("journal.db.broken-*"))


# --- starting is recovering -----------------------------------------------------------------------------


def shown(before: Booth) -> Screen:
    return before.seen.state.screen


def taken_up(journal: Journal, now: int) -> tuple[Recovery, Booth, list[Effect]]:
    done: list[Effect] = []
    before = booth(done.append)
    return Recovery(journal, before, done.append, lambda: now), before, done


def test_a_cut_while_asking_waits_until_the_office_answers(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    found, before, done = taken_up(journal, 2)
    before.surround(online=False)
    found.look()
    assert shown(before) == Home()
    before.surround(online=True)
    found.look()
    assert shown(before) == Asking(REQUEST)
    found.look()
    assert done == [REQUEST]


def test_a_cut_while_printing_asks_a_person_even_without_the_office(journal: Journal) -> None:
    journal.printing(TICKET, 1)
    found, before, done = taken_up(journal, 2)
    before.surround(online=False)
    found.look()
    assert shown(before) == AskPrinted(TICKET)
    assert done == []


def test_what_is_too_old_belongs_to_nobody_and_prints_nothing(journal: Journal) -> None:
    journal.asked(REQUEST, 1)
    journal.printing(replace(TICKET, key="key-2"), 2)
    found, before, done = taken_up(journal, RECOVER_MS + 10)
    found.look()
    assert shown(before) == Home()
    assert done == [Abandon("key-1"), Settle(replace(TICKET, key="key-2"), "failed", "power.cut")]
