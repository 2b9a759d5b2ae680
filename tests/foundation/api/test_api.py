"""One road for every request: who, may they, is it well formed, once; problems are always RFC 9457."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.api import openapi
from foundation.api.access import Access
from foundation.api.blueprint import answer_unknown_paths, api_blueprint
from foundation.api.route import Body, Call, Reply, Route
from foundation.devices import api as devices_api
from foundation.devices import registry
from foundation.passwords import hash_password
from foundation.people import accounts
from foundation.people import api as people_api
from foundation.refusal import Refusal
from foundation.rights import KINDS, RIGHTS, ROLES
from foundation.stream import api as stream_api
from foundation.stream import log as stream
from foundation.texts import Texts
from tests.support.ground import Ground

PASSWORD = "an invented password"


class Wanted(Body):
    """A shape to be wrong about."""

    number: int


def odd_routes() -> list[Route]:
    def add_one(call: Call, body: Wanted) -> Reply | Refusal:
        """Add one."""
        if body.number < 0:
            return Refusal("service.closed")
        return call.command(lambda tx: (201, {"number": body.number + 1, "last": tx.last_event}))

    def fail(_call: Call) -> Reply:
        """Break."""
        raise ZeroDivisionError

    return [
        Route("POST", "/odd", "ticket.issue", add_one, Wanted, status=201),
        Route("GET", "/broken", "public", fail),
    ]


@pytest.fixture
def api(ground: Ground) -> FlaskClient:
    texts = Texts.load("foundation")
    access = Access(ground.store, lambda text: text.partition(".")[0] if text.endswith(".good") else None)
    routes = [
        *devices_api.routes(ground.store, approves_itself=True),
        *people_api.routes(ground.store, access, secure=False),
        *stream_api.routes(ground.store),
        *odd_routes(),
    ]
    app = Flask("test", static_folder=None)
    app.register_blueprint(api_blueprint(routes, ground.store, access, texts))
    answer_unknown_paths(app, texts)
    client = app.test_client()
    client.routes = routes  # type: ignore[attr-defined]
    client.access = access  # type: ignore[attr-defined]
    return client


def token_of(ground: Ground, kind: str) -> dict[str, str]:
    added = ground.store.write(lambda tx: registry.add(tx, kind, kind))
    assert not isinstance(added, Refusal)
    return {"Authorization": f"Bearer {added[1]}"}


def an_account(ground: Ground, login: str, *roles: str) -> None:
    hashed = hash_password(PASSWORD)
    added = ground.store.write(lambda tx: accounts.add(tx, login, login.title(), roles, hashed, must_change=False))
    assert not isinstance(added, Refusal)


def sign_in(api: FlaskClient, login: str) -> dict[str, str]:
    answer = api.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return {"X-CSRF-Token": answer.get_json()["csrf"]}


def problem(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == answer.status_code
    assert answer.get_json()["detail"]
    return answer.status_code, answer.get_json()["code"]


def test_a_request_without_a_token_is_asked_for_one(api: FlaskClient) -> None:
    answer = api.post("/api/v1/odd", json={"number": 1})
    assert problem(answer) == (401, "token.missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_bad_token_is_refused_even_where_anyone_may(api: FlaskClient) -> None:
    headers = {"Authorization": "Bearer mc_nothing"}
    assert problem(api.get("/api/v1/broken", headers=headers)) == (401, "token.bad")


def test_each_kind_may_do_only_its_part(api: FlaskClient, ground: Ground) -> None:
    for kind in KINDS:
        answer = api.post("/api/v1/odd", json={"number": 1}, headers=token_of(ground, kind))
        expected = 201 if kind in RIGHTS["ticket.issue"] else 403
        assert answer.status_code == expected, kind


def test_every_route_refuses_everybody_without_its_right(api: FlaskClient, ground: Ground) -> None:
    """Walks the route table: a new route is tested by being there."""
    held = {kind: token_of(ground, kind) for kind in KINDS}
    for route in api.routes:  # type: ignore[attr-defined]
        path = "/api/v1" + route.path.replace("<", "").replace(">", "")
        for kind, headers in held.items():
            if kind in RIGHTS[route.right]:
                continue
            answer = api.open(path, method=route.method, headers=headers, json={} if route.body else None)
            assert problem(answer) == (403, "right.missing"), f"{kind} {route.method} {path}"


def test_bad_input_names_its_fields(api: FlaskClient, ground: Ground) -> None:
    headers = token_of(ground, "kiosk")
    wrong = api.post("/api/v1/odd", json={"number": "x", "extra": 1}, headers=headers)
    assert problem(wrong) == (422, "input.invalid")
    assert set(wrong.get_json()["params"]["reasons"]) == {"number", "extra"}
    assert problem(api.post("/api/v1/odd", data=b"{", headers=headers)) == (400, "input.not_json")
    assert problem(api.post("/api/v1/odd", json=[1], headers=headers)) == (400, "input.not_json")
    assert problem(api.post("/api/v1/odd", data=b" " * 70_000, headers=headers)) == (413, "input.too_large")


def test_a_refusal_is_a_problem_in_the_language_asked_for(api: FlaskClient, ground: Ground) -> None:
    headers = token_of(ground, "kiosk")
    answer = api.post("/api/v1/odd?lang=en", json={"number": -1}, headers=headers)
    assert answer.status_code == 409
    assert answer.get_json()["code"] == "service.closed"


def test_a_fault_is_a_problem_and_says_nothing_of_the_inside(api: FlaskClient) -> None:
    answer = api.get("/api/v1/broken")
    assert problem(answer) == (500, "server.fault")
    assert "ZeroDivision" not in answer.text


def test_unknown_paths_and_methods_are_problems(api: FlaskClient) -> None:
    assert problem(api.get("/api/v1/nowhere")) == (404, "path.unknown")
    assert problem(api.put("/api/v1/odd")) == (405, "method.unknown")


def test_the_same_key_gives_the_same_answer(api: FlaskClient, ground: Ground) -> None:
    headers = {**token_of(ground, "kiosk"), "Idempotency-Key": "press-1"}
    first = api.post("/api/v1/odd", json={"number": 1}, headers=headers)
    ground.store.write(lambda tx: registry.add(tx, "screen", "later") and None)
    again = api.post("/api/v1/odd", json={"number": 1}, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.json
    assert problem(api.post("/api/v1/odd", json={"number": 2}, headers=headers)) == (422, "key.reused")


def test_one_device_s_key_is_not_another_s(api: FlaskClient, ground: Ground) -> None:
    answers = []
    for name in ("kiosk", "integration"):
        headers = {**token_of(ground, name), "Idempotency-Key": "same"}
        answers.append(api.post("/api/v1/odd", json={"number": 1}, headers=headers).get_json())
    assert answers[0]["last"] != answers[1]["last"]


def test_a_revoked_device_is_out_as_soon_as_the_stream_says_so(api: FlaskClient, ground: Ground) -> None:
    headers = token_of(ground, "kiosk")
    assert api.post("/api/v1/odd", json={"number": 1}, headers=headers).status_code == 201
    devices = ground.store.read(lambda db: registry.all_devices(db, ground.office_id))
    ground.store.write(lambda tx: registry.revoke(tx, devices[0].id))
    events = ground.store.read(lambda db: stream.after(db, ground.office_id, 0))
    api.access.take(events, ground.database)  # type: ignore[attr-defined]
    assert problem(api.post("/api/v1/odd", json={"number": 1}, headers=headers)) == (401, "token.bad")


def test_signing_in_and_a_press_without_the_csrf_token(api: FlaskClient, ground: Ground) -> None:
    an_account(ground, "mau", "officer")
    csrf = sign_in(api, "mau")
    assert api.get("/api/v1/session").get_json()["name"] == "Mau"
    assert problem(api.post("/api/v1/odd", json={"number": 1})) == (403, "csrf.bad")
    assert api.post("/api/v1/odd", json={"number": 1}, headers=csrf).status_code == 201


def test_a_screen_pairs_in_a_browser_where_somebody_is_signed_in(api: FlaskClient, ground: Ground) -> None:
    an_account(ground, "mau", "officer")
    sign_in(api, "mau")
    assert api.post("/api/v1/pairing", json={"kind": "screen", "name": "TV"}).status_code == 201


def test_a_wrong_password_is_slowed_down_and_says_nothing_about_the_login(api: FlaskClient, ground: Ground) -> None:
    an_account(ground, "mau", "officer")
    for login in ("mau", "nobody"):
        answer = api.post("/api/v1/session", json={"login": login, "password": "wrong wrong"})
        assert problem(answer) == (403, "password.wrong")
    for _ in range(4):
        api.post("/api/v1/session", json={"login": "mau", "password": "wrong wrong"})
    good = api.post("/api/v1/session", json={"login": "mau", "password": PASSWORD})
    assert problem(good) == (429, "rate.limited")


def test_an_own_new_password_ends_every_session(api: FlaskClient, ground: Ground) -> None:
    an_account(ground, "mau", "officer")
    csrf = sign_in(api, "mau")
    body = {"old": PASSWORD, "new": "another long password"}
    weak = api.post("/api/v1/session/password", json={"old": PASSWORD, "new": "short"}, headers=csrf)
    assert weak.status_code == 409
    assert api.post("/api/v1/session/password", json=body, headers=csrf).status_code == 204
    assert problem(api.get("/api/v1/session")) == (401, "token.missing")


def test_a_screen_pairs_itself_in_a_demo_on_this_machine_only(api: FlaskClient) -> None:
    near = api.post("/api/v1/pairing", json={"kind": "screen", "name": "TV"})
    assert near.get_json()["approved"]
    assert near.get_json()["qr"].startswith("data:image/svg+xml")
    got = api.get(f"/api/v1/pairing/{near.get_json()['secret']}").get_json()
    assert got["token"].startswith("mc_")
    assert api.get(f"/api/v1/pairing/{near.get_json()['secret']}").status_code == 404, "a token is given once"
    far = api.post(
        "/api/v1/pairing", json={"kind": "screen", "name": "TV"}, environ_base={"REMOTE_ADDR": "192.168.1.9"}
    )
    assert not far.get_json()["approved"]
    assert api.get(f"/api/v1/pairing/{far.get_json()['secret']}").get_json() == {"state": "waiting"}


def test_an_administrator_accepts_a_screen_by_its_six_digits(api: FlaskClient, ground: Ground) -> None:
    far = api.post(
        "/api/v1/pairing", json={"kind": "kiosk", "name": "K2"}, environ_base={"REMOTE_ADDR": "192.168.1.9"}
    ).get_json()
    an_account(ground, "admin", "admin")
    csrf = sign_in(api, "admin")
    assert api.get("/api/v1/devices").get_json()["waiting"] == [{"code": far["code"], "kind": "kiosk", "name": "K2"}]
    assert api.post(f"/api/v1/pairing/{far['code']}/approve", headers=csrf).status_code == 200
    assert api.get(f"/api/v1/pairing/{far['secret']}").get_json()["state"] == "approved"
    assert problem(api.post(f"/api/v1/pairing/{far['code']}/approve", headers=csrf)) == (404, "pairing.unknown")


def test_no_device_can_ask_to_be_a_partner(api: FlaskClient) -> None:
    answer = api.post("/api/v1/pairing", json={"kind": "integration", "name": "x"})
    assert problem(answer) == (409, "device.kind_unknown")


def test_a_phone_hears_only_its_own_ticket(api: FlaskClient) -> None:
    headers = {"X-Ticket": "t1.good"}
    assert api.get("/api/v1/events?room=ticket:t1", headers=headers).status_code == 200
    assert problem(api.get("/api/v1/events?room=ticket:t2", headers=headers)) == (403, "right.missing")
    assert problem(api.get("/api/v1/events?room=hall", headers=headers)) == (403, "right.missing")
    assert problem(api.get("/api/v1/events", headers={"X-Ticket": "t1.bad"})) == (401, "token.bad")


def test_health_is_an_event_only_when_it_changes(api: FlaskClient, ground: Ground) -> None:
    headers = token_of(ground, "kiosk")
    for state in ("ok", "ok", "fault", "fault", "ok"):
        assert api.post("/api/v1/devices/health", json={"state": state}, headers=headers).status_code == 204
    types = ground.store.read(lambda db: [e.type for e in stream.after(db, ground.office_id, 0)])
    assert types.count("device.health.v1") == 3


def test_the_document_names_every_route_and_its_holders(api: FlaskClient) -> None:
    routes = api.routes  # type: ignore[attr-defined]
    paths = openapi.document(routes, "1")["paths"]
    named = {
        (method.upper(), operation["operationId"]) for path in paths.values() for method, operation in path.items()
    }
    assert named == {(route.method, route.name) for route in routes}
    assert paths["/api/v1/odd"]["post"]["x-holders"] == sorted(RIGHTS["ticket.issue"])


def test_a_route_with_an_unknown_right_does_not_start(ground: Ground) -> None:
    def nothing(_call: Call) -> Reply:
        """Nothing."""
        return Reply()

    access = Access(ground.store, lambda _: None)
    with pytest.raises(KeyError, match="unknown right"):
        api_blueprint([Route("GET", "/x", "nobody.knows", nothing)], ground.store, access, Texts.load("foundation"))


def test_every_holder_in_the_table_exists() -> None:
    known = {*ROLES, *KINDS, "ticket", "anyone"}
    assert {holder for holders in RIGHTS.values() for holder in holders} <= known


def test_a_device_that_connects_is_seen_and_makes_no_history(ground: Ground) -> None:
    added = ground.store.write(lambda tx: registry.add(tx, "screen", "TV"))
    assert not isinstance(added, Refusal)
    before = ground.store.read(lambda db: stream.last_event(db, ground.office_id))
    ground.store.write(lambda tx: registry.mark_seen(tx, added[0].id))
    known = ground.store.read(lambda db: registry.by_id(db, ground.office_id, added[0].id))
    assert known is not None
    assert known.seen == ground.clock.now()
    assert ground.store.read(lambda db: stream.last_event(db, ground.office_id)) == before
