"""What screens and phones are told, how often, and by whom it is asked."""

from __future__ import annotations

from foundation.clock import SetClock
from foundation.events.queue import BoardMessage, PlaceMessage
from foundation.passwords import hash_password
from foundation.people import accounts
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.commands import SYSTEM, Actor
from queueing.estimate import Forecasts, forecast
from queueing.messages import board_message, place_message
from queueing.sink import BoardSink
from queueing.view import View
from tests.queueing.office import Office
from tests.queueing.test_store import Desk, office_commands
from tests.support.ground import Ground


class Ears:
    """Stands for the hub: who listens, and what was said."""

    def __init__(self) -> None:
        self.rooms: set[str] = set()
        self.said: list[object] = []

    def tell(self, derived: object, time: int) -> None:
        assert time > 0
        self.said.append(derived)

    def heard(self) -> set[str]:
        return self.rooms

    def boards(self) -> list[BoardMessage]:
        return [each for each in self.said if isinstance(each, BoardMessage)]

    def places(self) -> list[PlaceMessage]:
        return [each for each in self.said if isinstance(each, PlaceMessage)]


class Hall:
    def __init__(self, ground: Ground) -> None:
        assert isinstance(ground.clock, SetClock)
        self.ground, self.clock, self.ears = ground, ground.clock, Ears()
        self.desk = Desk(ground.store)
        for command in office_commands():
            self.desk.do(command)
        forecasts = Forecasts(self.clock.monotonic)
        self.sink = BoardSink(View(ground.office_id), forecasts, self.ears, self.clock, ground.office_id)
        self.tick()

    def do(self, command: c.Command) -> None:
        done = self.desk.do(command)
        assert not isinstance(done, Refusal), done
        self.ground.store.read(lambda db: self.sink.take([], db))

    def tick(self) -> None:
        self.ground.store.read(self.sink.tick)


def test_at_most_one_board_in_two_seconds_and_the_last_one_is_never_lost(sqlite_ground: Ground) -> None:
    hall = Hall(sqlite_ground)
    assert len(hall.ears.boards()) == 1
    for at in range(5):
        hall.do(c.IssueTicket(SYSTEM, f"t{at}", "A"))
        hall.tick()
    assert len(hall.ears.boards()) == 1
    hall.clock.move(2)
    hall.tick()
    hall.tick()
    assert [each.services[0]["waiting"] for each in hall.ears.boards()] == [0, 5]


def test_minutes_move_although_nothing_happens(sqlite_ground: Ground) -> None:
    hall = Hall(sqlite_ground)
    hall.clock.move(14)
    hall.tick()
    assert len(hall.ears.boards()) == 1
    hall.clock.move(1)
    hall.tick()
    assert len(hall.ears.boards()) == 2


def test_a_phone_that_listens_is_told_at_once_and_then_when_its_place_changes(sqlite_ground: Ground) -> None:
    hall = Hall(sqlite_ground)
    for at in range(3):
        hall.do(c.IssueTicket(SYSTEM, f"t{at}", "A"))
    hall.ears.rooms = {"ticket:t2", "ticket:unknown", "hall"}
    hall.tick()
    hall.tick()
    assert [(each.number, each.ahead) for each in hall.ears.places()] == [("A003", 2)]
    hall.do(c.CallNext(SYSTEM, "1"))
    hall.clock.move(2)
    hall.tick()
    assert [each.ahead for each in hall.ears.places()] == [2, 1]
    hall.do(c.CallTicket(SYSTEM, "t2", "2"))
    hall.clock.move(2)
    hall.tick()
    last = hall.ears.places()[-1]
    assert (last.state, last.counter, last.p50) == ("called", "2", None)


def test_the_officer_is_shown_by_name_and_a_new_name_soon(sqlite_ground: Ground) -> None:
    hall = Hall(sqlite_ground)
    hashed = hash_password("an invented password")

    def add(tx: object) -> accounts.Account | Refusal:
        return accounts.add(tx, "lan", "Nguyễn Thị Mẫu", ("officer",), hashed)  # type: ignore[arg-type]

    person = sqlite_ground.store.write(add)
    assert not isinstance(person, Refusal)
    hall.do(c.TakeCounter(Actor("officer", person.id), "1", person.id))
    hall.sink._names = None
    hall.clock.move(2)
    hall.tick()
    assert hall.ears.boards()[-1].counters[0]["officer"] == "Nguyễn Thị Mẫu"


def test_the_board_shows_the_last_calls_newest_first_and_none_that_was_taken_back(office: Office) -> None:
    for _ in range(3):
        office.take("C")
    first, second = office.next("1"), office.next("2")
    curves = forecast(office.board, office.now)
    message = board_message(office.board, curves, office.now, {})
    assert [call["number"] for call in message.calls] == [second, first]
    assert message.as_of == office.board.last
    office.must(c.Undo(SYSTEM, "2", age=1))
    again = board_message(office.board, curves, office.now, {})
    assert [call["number"] for call in again.calls] == [first]
    office.must(c.Recall(SYSTEM, "t1"))
    recalled = board_message(office.board, curves, office.now, {})
    assert [call["id"] for call in recalled.calls] == [office.board.last]


def test_a_place_is_zero_for_who_no_longer_waits(office: Office) -> None:
    ticket = office.take("K")
    office.next("3")
    place = place_message(office.board, {}, ticket, office.now)
    assert (place.state, place.ahead, place.p50, place.counter) == ("called", 0, None, "3")
