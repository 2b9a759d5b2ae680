"""What a device has to tell: kept before anything else, sent in order, done exactly once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from foundation.client import ClientFault, NotAllowed, Outbox, Refused, ServerFault, Unreachable
from foundation.client.outbox import FAULTS_AT_MOST

ROUTES = {"rating": "/ratings", "printed": "/tickets/{ticket}/print"}


class Office:
    """Answers as told: a fault for a key, or a number."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, str | None]] = []
        self.faults: dict[str, ClientFault] = {}

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> Any:
        self.asked.append((path, body, key))
        if fault := self.faults.get(str(key)):
            raise fault
        return {"number": len(self.asked)}

    def keys(self) -> list[str | None]:
        return [key for _, _, key in self.asked]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "outbox.db", ROUTES)
    yield box
    box.close()


def filled(outbox: Outbox, *keys: str) -> Outbox:
    for key in keys:
        outbox.put("rating", key, {"level": 3, "via": key})
    return outbox


def test_messages_are_sent_in_order_each_with_its_key(outbox: Outbox, office: Office) -> None:
    outbox.put("printed", "k-1", {"ticket": "T/1", "state": "printed"})
    outbox.put("rating", "k-2", {"ticket": "T1", "level": 3})
    result = outbox.send_all(office)
    assert (result.sent, result.refused, result.left, result.fault) == (2, 0, 0, None)
    assert office.asked == [
        ("/tickets/T%2F1/print", {"state": "printed"}, "k-1"),
        ("/ratings", {"ticket": "T1", "level": 3}, "k-2"),
    ]
    assert outbox.send_all(office).sent == 0


def test_an_office_out_of_reach_keeps_the_order_and_loses_nothing(outbox: Outbox, office: Office) -> None:
    filled(outbox, "a", "b", "c")
    away = office.faults["b"] = Unreachable("client.link")
    result = outbox.send_all(office)
    assert (result.sent, result.left, result.fault) == (1, 2, away)
    del office.faults["b"]
    assert outbox.send_all(office).sent == 2
    assert office.keys() == ["a", "b", "b", "c"]


def test_a_refused_message_is_put_aside_and_does_not_hold_up_the_others(outbox: Outbox, office: Office) -> None:
    filled(outbox, "a", "b")
    office.faults["a"] = Refused("ticket.unknown", "", 404, {})
    result = outbox.send_all(office)
    assert (result.sent, result.refused, result.left) == (1, 1, 0)
    (stuck,) = outbox.stuck()
    assert (stuck.key, stuck.kind, stuck.refusal) == ("a", "rating", "ticket.unknown")
    assert stuck.payload == {"level": 3, "via": "a"}
    outbox.send_again("a")
    office.faults.clear()
    assert outbox.send_all(office).sent == 1
    assert outbox.stuck() == []


def test_only_what_was_put_aside_can_be_dropped(outbox: Outbox, office: Office) -> None:
    filled(outbox, "a", "b")
    office.faults["a"] = Refused("ticket.unknown", "", 404, {})
    office.faults["b"] = Unreachable("client.link")
    outbox.send_all(office)
    outbox.drop("a")
    outbox.drop("b")
    assert (outbox.stuck(), outbox.waiting()) == ([], 1)


def test_without_a_right_everything_is_kept(outbox: Outbox, office: Office) -> None:
    filled(outbox, "a", "b")
    office.faults["a"] = NotAllowed("token.bad", "", 401, {})
    assert outbox.send_all(office).left == 2
    assert outbox.stuck() == []


def test_a_message_at_which_the_server_fails_is_tried_again_but_not_for_ever(outbox: Outbox, office: Office) -> None:
    filled(outbox, "a", "b")
    office.faults["a"] = ServerFault("server.fault")
    for _ in range(FAULTS_AT_MOST - 1):
        assert outbox.send_all(office).left == 2
    assert outbox.send_all(office).left == 1
    assert outbox.send_all(office).sent == 1
    assert [each.key for each in outbox.stuck()] == ["a"]


def test_the_same_message_put_twice_is_one(outbox: Outbox, office: Office) -> None:
    assert outbox.put("rating", "k", {"level": 3, "via": "x"})
    assert not outbox.put("rating", "k", {"via": "x", "level": 3})
    assert outbox.send_all(office).sent == 1
    assert office.keys() == ["k"]


def test_a_key_of_another_message_an_unknown_kind_and_a_missing_field_are_faults(outbox: Outbox) -> None:
    filled(outbox, "k")
    for kind, key, payload in (("rating", "k", {"level": 1}), ("postcard", "x", {}), ("printed", "y", {"state": 1})):
        with pytest.raises(ValueError, match=r"belongs|no route|needs ticket"):
            outbox.put(kind, key, payload)
    assert outbox.waiting() == 1


def test_answers_are_heard_before_the_message_is_forgotten(tmp_path: Path, office: Office) -> None:
    heard: list[tuple[str, str, Any]] = []

    def hear(kind: str, key: str, answer: Any) -> None:
        heard.append((kind, key, answer))
        if len(heard) == 1:
            raise KeyboardInterrupt  # as a cut would, between the answer and the forgetting

    outbox = filled(Outbox(tmp_path / "o.db", ROUTES, hear), "a")
    with pytest.raises(KeyboardInterrupt):
        outbox.send_all(office)
    assert outbox.send_all(office).sent == 1
    assert [(kind, key) for kind, key, _ in heard] == [("rating", "a"), ("rating", "a")]
    outbox.close()


def test_a_message_outlives_its_program(tmp_path: Path, office: Office) -> None:
    filled(Outbox(tmp_path / "o.db", ROUTES), "a").close()
    again = Outbox(tmp_path / "o.db", ROUTES)
    assert again.send_all(office).sent == 1
    again.close()


def test_a_commit_waits_for_the_disk(outbox: Outbox) -> None:
    assert outbox._file.execute("PRAGMA synchronous").fetchone() == (2,)
    assert outbox._file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_two_threads_that_send_send_everything_once(outbox: Outbox, office: Office) -> None:
    filled(outbox, *(f"k-{n}" for n in range(30)))
    threads = [threading.Thread(target=outbox.send_all, args=(office,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.keys() == [f"k-{n}" for n in range(30)]


def test_without_the_lock_two_threads_send_one_message_twice(outbox: Outbox) -> None:
    both_there = threading.Barrier(2, timeout=20)

    class Waiting(Office):
        def post(self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> Any:
            both_there.wait()
            return super().post(path, body, key)

    office = Waiting()
    filled(outbox, "a")
    outbox._sending = nullcontext()  # type: ignore[assignment]
    threads = [threading.Thread(target=outbox.send_all, args=(office,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.keys() == ["a", "a"]


def test_a_broken_file_is_put_aside_and_never_deleted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "o.db"
    for expected in ("o.db.broken-1", "o.db.broken-2"):
        file.write_bytes(b"this is no database, " * 300)
        filled(Outbox(file, ROUTES), "a").close()
        assert (tmp_path / expected).read_bytes().startswith(b"this is no database")
        assert "broken" in caplog.text
    again = Outbox(file, ROUTES)
    assert again.waiting() == 1
    again.close()


def test_a_locked_file_is_not_taken_for_a_broken_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: object, **_kwargs: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    file = tmp_path / "o.db"
    filled(Outbox(file, ROUTES), "a").close()
    monkeypatch.setattr(sqlite3, "connect", locked)
    with pytest.raises(sqlite3.OperationalError):
        Outbox(file, ROUTES)
    assert [path.name for path in tmp_path.iterdir()] == ["o.db"]
