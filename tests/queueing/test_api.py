"""The queue over HTTP: from a number to a rating, by everybody who may."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.api.access import Access
from foundation.api.blueprint import api_blueprint
from foundation.clock import SetClock
from foundation.codes import KeyRing, Keys, read, receipt_text, ticket_of
from foundation.db.transaction import Transaction
from foundation.devices import registry
from foundation.passwords import hash_password
from foundation.people import accounts
from foundation.people import api as people_api
from foundation.refusal import Refusal
from foundation.texts import Texts
from queueing import api as queue_api
from queueing import commands as c
from queueing.commands import SYSTEM
from queueing.dossiers import DossierView
from queueing.room import QueueRoom
from tests.queueing.test_store import office_commands
from tests.support.ground import Ground

KEYS = Keys(KeyRing.of({1: b"r" * 32}), KeyRing.of({1: b"t" * 32}))
PASSWORD = "an invented password"
TEXTS = Texts.load("foundation", "queueing", strict=True)


class House:
    """An office with its queue behind HTTP, spoken to by devices and people."""

    def __init__(self, ground: Ground, public_url: str = "") -> None:
        self.ground, self.clock = ground, ground.clock
        self.room = QueueRoom(ground.store, KEYS, TEXTS, public_url)
        access = Access(ground.store, lambda text: ticket_of(text, KEYS))
        routes = [*queue_api.routes(self.room), *people_api.routes(ground.store, access, secure=False)]
        self.app = Flask("test", static_folder=None)
        self.app.register_blueprint(api_blueprint(routes, ground.store, access, TEXTS))
        self.client = self.app.test_client()
        self.keys = itertools.count()
        self.tokens: dict[str, dict[str, str]] = {}
        ground.store.write(self._furnish)

    def _furnish(self, tx: Transaction) -> None:
        for command in office_commands():
            assert not isinstance(self.room.run(tx, command), Refusal)

    def headers(self, kind: str) -> dict[str, str]:
        if kind not in self.tokens:
            added = self.ground.store.write(lambda tx: registry.add(tx, kind, kind))
            assert not isinstance(added, Refusal)
            self.tokens[kind] = {"Authorization": f"Bearer {added[1]}"}
        return self.tokens[kind]

    def post(self, path: str, body: Any = None, by: str = "integration", key: str | None = None) -> Any:
        headers = {**self.headers(by), "Idempotency-Key": key or str(next(self.keys))}
        return self.client.post(f"/api/v1{path}", json=body or {}, headers=headers)

    def get(self, path: str, by: str = "integration") -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers(by))

    def take(self, service: str = "A", **more: Any) -> dict[str, Any]:
        answer = self.post("/tickets", {"service": service, **more}, by="kiosk")
        assert answer.status_code == 201, answer.text
        given: dict[str, Any] = answer.get_json()
        return given

    def later(self, seconds: float) -> None:
        assert isinstance(self.clock, SetClock)
        self.clock.move(seconds)

    def officer(self, login: str) -> tuple[FlaskClient, dict[str, str], str]:
        hashed = hash_password(PASSWORD)
        added = self.ground.store.write(
            lambda tx: accounts.add(tx, login, login.title(), ("officer",), hashed, must_change=False)
        )
        assert not isinstance(added, Refusal)
        client = self.app.test_client()
        csrf = client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).get_json()["csrf"]
        return client, {"X-CSRF-Token": csrf}, added.id


@pytest.fixture
def house(sqlite_ground: Ground) -> House:
    return House(sqlite_ground)


def code_of(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json", answer.text
    assert answer.get_json()["detail"]
    return answer.status_code, answer.get_json()["code"]


def test_from_a_number_to_a_rating(ground: Ground) -> None:
    house = House(ground)
    given = house.take("K", priority="elderly", codes=["H-1"])
    assert (given["number"], given["service"], given["ahead"], given["track_url"]) == ("K001", "K", 0, None)
    assert given["wait_minutes"] == {"p50": 0.0, "p90": 0.0}
    assert ticket_of(given["code"], KEYS) == given["id"]
    called = house.post("/counters/3/next")
    assert called.status_code == 200
    assert called.get_json()["ticket"]["number"] == "K001"
    assert called.get_json()["ticket"]["codes"] == ["H-1"]
    path = f"/tickets/{given['id']}"
    assert house.post(f"{path}/start").get_json()["ticket"]["state"] == "serving"
    assert house.get("/ratings/open?counter=3", by="rating").get_json()["open"] is False
    house.later(61)
    assert house.get("/ratings/open?counter=3", by="rating").get_json()["ticket"]["number"] == "K001"
    judged = house.post("/ratings", {"counter": "3", "level": 1, "reasons": ["waiting"], "comment": "Lâu"}, by="rating")
    assert (judged.status_code, judged.get_json()["rating"]["level"]) == (201, 1)
    twice = house.post("/ratings", {"counter": "3", "level": 3}, by="rating")
    assert (twice.status_code, twice.get_json()) == (200, {"idle": "twice"})
    assert house.post(f"{path}/finish").get_json()["ticket"]["state"] == "finished"
    told = house.get("/statistics").get_json()
    assert (told["total"]["served"], told["ratings"]["count"], told["ratings"]["idle"]) == (1, 1, 1)
    comments = house.ground.store.read(lambda db: db.execute_sql("SELECT comment FROM rating").fetchall())
    assert [row[0] for row in comments] == ["Lâu"]
    assert house.post("/counters/3/next").status_code == 204


def test_pressed_twice_is_done_once(house: House) -> None:
    house.take(), house.take()
    once = house.post("/counters/1/next", key="same").get_json()
    assert house.post("/counters/1/next", key="same").get_json() == once
    assert len(house.get("/tickets?state=waiting").get_json()["tickets"]) == 1
    assert code_of(house.post("/counters/2/next", key="same")) == (422, "key.reused")


def test_the_answer_of_nobody_waits_is_kept_too(house: House) -> None:
    assert house.post("/counters/1/next", key="same").status_code == 204
    house.take()
    assert house.post("/counters/1/next", key="same").status_code == 204


def test_every_verb_of_a_ticket(house: House) -> None:
    ticket = house.take("A")["id"]
    path = f"/tickets/{ticket}"

    def press(verb: str, body: Any = None) -> str:
        answer = house.post(f"{path}/{verb}", body)
        assert answer.status_code == 200, answer.text
        return str(answer.get_json()["ticket"]["state"])

    assert press("call", {"counter": "1"}) == "called"
    house.later(41)
    assert press("recall") == "called"
    assert press("no-show") == "absent"
    assert press("come-back") == "waiting"
    assert press("call", {"counter": "1"}) == "called"
    assert press("undo") == "waiting"
    assert press("call", {"counter": "1"}) == "called"
    assert press("hold") == "held"
    assert press("resume") == "serving"
    assert press("transfer", {"service": "C"}) == "waiting"
    assert press("call", {"counter": "2"}) == "called"
    assert press("return") == "waiting"
    assert press("print", {"state": "printing"}) == "waiting"
    assert press("cancel", {"reason": "citizen"}) == "cancelled"
    assert code_of(house.post(f"{path}/start")) == (409, "ticket.ended")


def test_what_may_be_done_now_is_told(house: House) -> None:
    ticket = house.take("A")["id"]
    assert "call" in house.get(f"/tickets/{ticket}").get_json()["may"]
    house.post("/counters/1/next")
    assert "recall" in house.get(f"/tickets/{ticket}").get_json()["may"]
    house.post(f"/tickets/{ticket}/no-show")
    assert "come-back" in house.get(f"/tickets/{ticket}").get_json()["may"]


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("/tickets", {"service": "Z"}, (404, "service.unknown")),
        ("/tickets", {"service": "A", "colour": "red"}, (422, "input.invalid")),
        ("/tickets", {"service": "A", "priority": "friend"}, (422, "input.invalid")),
        ("/tickets/nobody/start", None, (404, "ticket.unknown")),
        ("/tickets/nobody/undo", None, (409, "undo.nothing")),
        ("/counters/9/next", None, (404, "counter.unknown")),
        ("/counters/1/take", None, (409, "counter.needs_person")),
        ("/counters/1/take", {"officer": "nobody"}, (404, "person.unknown")),
        ("/ratings", {"level": 2}, (422, "input.invalid")),
        ("/ratings", {"level": 4, "counter": "1"}, (422, "input.invalid")),
        ("/ratings", {"level": 2, "counter": "9"}, (404, "counter.unknown")),
    ],
)
def test_refusals_are_problems(house: House, path: str, body: Any, answer: tuple[int, str]) -> None:
    assert code_of(house.post(path, body)) == answer


def test_an_officer_takes_a_counter_and_then_a_partner_may_not_call_there(house: House) -> None:
    client, csrf, person = house.officer("lan")
    house.take("A")
    assert code_of(client.post("/api/v1/counters/1/next", json={}, headers=csrf)) == (409, "counter.not_held")
    taken = client.post("/api/v1/counters/1/take", json={}, headers=csrf)
    assert taken.get_json()["counter"]["officer"] == person
    assert code_of(house.post("/counters/1/next")) == (409, "counter.held_by_other")
    assert client.post("/api/v1/counters/1/next", json={}, headers=csrf).status_code == 200
    for verb, state in (("pause", "paused"), ("open", "open"), ("undo", None), ("close", "closed")):
        answer = client.post(f"/api/v1/counters/1/{verb}", json={}, headers=csrf)
        if state:
            assert answer.get_json()["counter"]["state"] == state
    assert client.post("/api/v1/counters/1/open", json={}, headers=csrf).get_json()["counter"]["officer"] == person


def test_a_kiosk_gives_numbers_and_calls_nobody(house: House) -> None:
    house.take()
    assert code_of(house.post("/counters/1/next", by="kiosk")) == (403, "right.missing")
    assert code_of(house.post("/tickets", {"service": "A"}, by="screen")) == (403, "right.missing")


# -- the phone -----------------------------------------------------------------------------------------


def phone(code: str) -> dict[str, str]:
    return {"X-Ticket": code}


def test_a_phone_sees_and_moves_its_own_ticket_only(sqlite_ground: Ground) -> None:
    house = House(sqlite_ground, "https://moi.example")
    mine, other = house.take(), house.take()
    assert mine["track_url"] == mine["code"]
    assert mine["code"].startswith("https://moi.example/t/")
    headers = phone(mine["code"])
    seen = house.client.get(f"/api/v1/tickets/{mine['id']}", headers=headers).get_json()
    assert (seen["number"], seen["ahead"], seen["may"]) == ("A001", 0, [])
    assert "codes" not in seen
    assert "officer" not in seen
    path = f"/api/v1/tickets/{other['id']}"
    assert code_of(house.client.get(path, headers=headers)) == (403, "right.missing")
    assert code_of(house.client.post(f"{path}/come-back", json={}, headers=headers)) == (403, "right.missing")
    body = {"level": 3, "ticket": other["id"]}
    assert code_of(house.client.post("/api/v1/ratings", json=body, headers=headers)) == (403, "right.missing")
    body = {"level": 3, "ticket": mine["id"]}
    assert code_of(house.client.post("/api/v1/ratings", json=body, headers=headers)) == (409, "rating.closed")


def test_a_ticket_of_another_day_is_still_found(ground: Ground) -> None:
    house = House(ground)
    ticket = house.take("K", codes=["H-1"])["id"]
    house.later(24 * 3600)
    house.take("K")
    seen = house.get(f"/tickets/{ticket}").get_json()
    assert (seen["state"], seen["number"], seen["may"], seen["codes"]) == ("left", "K001", [], ["H-1"])
    assert code_of(house.get("/tickets/nobody")) == (404, "ticket.unknown")


# -- the office ----------------------------------------------------------------------------------------


def test_the_board_names_its_newest_event(house: House) -> None:
    house.take("A"), house.take("A")
    house.post("/counters/1/next")
    board = house.get("/board", by="screen").get_json()
    assert board["seq"] == board["as_of"]
    services = {each["code"]: each for each in board["services"]}
    assert (services["A"]["waiting"], services["A"]["open"]) == (1, True)
    counters = {each["code"]: each for each in board["counters"]}
    assert counters["1"]["ticket"]["number"] == "A001"
    assert [call["number"] for call in board["calls"]] == ["A001"]


def test_what_is_configured_can_be_read(house: House) -> None:
    assert [each["service"] for each in house.get("/services").get_json()["services"]] == ["A", "C", "K"]
    told = house.get("/counters").get_json()
    assert (told["policy"]["name"], told["rules"]["calls"], len(told["counters"])) == ("ratio_ageing", 3, 3)
    assert code_of(house.get("/statistics?day=tomorrow")) == (422, "input.invalid")


# -- codes -----------------------------------------------------------------------------------------------

CARD = "052150000123|215999888|NGUYỄN THỊ MẪU|15081950|Nữ|Tổ 5, Phường Lê Lợi, Quy Nhơn, Bình Định|25052021"


def meaning(house: House, text: str, **more: Any) -> dict[str, Any]:
    answer = house.post("/codes", {"text": text, **more}, by="kiosk")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_receipt_gives_a_number_that_carries_its_code(house: House) -> None:
    told = meaning(house, receipt_text("H08.25-261124-0001", KEYS))
    assert (told["kind"], told["actions"]) == (
        "receipt",
        [{"do": "ticket", "service": "K", "codes": ["H08.25-261124-0001"]}],
    )


def test_a_forged_receipt_gives_a_sentence_and_nothing_else(house: House) -> None:
    text = receipt_text("H08.25-261124-0001", KEYS)
    forged = text[:-1] + ("A" if text[-1] != "A" else "B")
    told = meaning(house, forged)
    assert (told["actions"], told["sentence"]) == ([{"do": "none"}], TEXTS.t("code.receipt.forged", "vi"))


class OneDossier:
    """The port of the dossiers' room, with one dossier behind it."""

    def look(self, _db: Any, code: str, *, proven: bool, last4: str | None) -> DossierView | None:
        if not proven and last4 != "1234":
            return None
        return DossierView(code, "supplement" if proven else "collect", "code.receipt", shown={"state": "done"})


def test_what_the_office_knows_comes_through_one_port(house: House) -> None:
    house.room.dossiers = OneDossier()
    proven = meaning(house, receipt_text("H08-261124-0001", KEYS))
    assert (proven["dossier"], proven["actions"]) == (
        {"code": "H08-261124-0001", "state": "done"},
        [{"do": "none"}],
    ), "nobody takes supplements here"
    typed = meaning(house, "H08-261124-0001", last4="1234")
    assert (typed["kind"], typed["actions"][0]["service"]) == ("typed", "K")
    assert "dossier" not in meaning(house, "H08-261124-0001", last4="9999")


def test_a_ticket_shows_its_place_and_may_come_back(house: House) -> None:
    given = house.take("A")
    told = meaning(house, given["code"])
    assert told["actions"] == [{"do": "reprint", "ticket": given["id"]}]
    assert (told["ticket"]["number"], told["ticket"]["ahead"]) == ("A001", 0)
    house.post("/counters/1/next")
    house.post(f"/tickets/{given['id']}/no-show")
    assert [each["do"] for each in meaning(house, given["code"])["actions"]] == ["come_back", "reprint"]
    assert [each["do"] for each in meaning(house, "a001")["actions"]] == ["come_back"]
    house.later(31 * 60)
    assert meaning(house, "A001")["actions"] == [{"do": "none"}]
    assert meaning(house, "A777")["sentence"] == TEXTS.t("code.typed.no_ticket", "vi", number="A777")


def test_a_card_gives_the_elderly_their_priority_and_shows_nothing(house: House) -> None:
    answer = house.post("/codes", {"text": CARD}, by="kiosk")
    assert answer.get_json()["actions"] == [{"do": "ticket", "priority": "elderly"}]
    assert all(part not in answer.text for part in ("MẪU", "052150000123", "1950"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "unknown"),
        ("https://elsewhere.example/x", "unknown"),
        ("MC:T:damaged", "unknown"),
        ("\u202eA001", "unknown"),
        ("x" * 3500, "unknown"),
        ("VNEID|abc", "vneid"),
        ("000.00.06.H08-261124-0001", "foreign"),
    ],
)
def test_a_hostile_or_strange_text_gets_a_sentence(house: House, text: str, kind: str) -> None:
    told = meaning(house, text)
    assert (told["kind"], bool(told["sentence"])) == (kind, True)


def test_every_meaning_has_its_sentence() -> None:
    for reason in ("empty", "too_long", "control", "damaged", "address", "other"):
        assert TEXTS.has(f"code.unknown.{reason}")
    for state in (
        "waiting",
        "called",
        "serving",
        "held",
        "absent",
        "absent_late",
        "finished",
        "cancelled",
        "left",
        "void",
    ):
        assert TEXTS.has(f"code.ticket.{state}")
    assert read("") is not None


def test_the_office_s_own_rights_are_not_a_partner_s(house: House) -> None:
    assert SYSTEM.may_call_any
    answer = house.post("/day/close", by="integration")
    assert code_of(answer) == (403, "right.missing")
    client, csrf, _ = house.officer("lan")
    house.take()
    assert client.post("/api/v1/day/close", json={}, headers=csrf).get_json() == {"done": True}
    assert code_of(house.post("/tickets", {"service": "A"}, by="kiosk")) == (409, "day.closed")
    assert c.CloseDay(SYSTEM).by is SYSTEM
