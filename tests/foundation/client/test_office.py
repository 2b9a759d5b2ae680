"""Asking the office: every way it can fail has a name, and the token goes nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from foundation.client import NotAllowed, OfficeClient, Refused, ServerFault, Unreachable
from tests.foundation.client.fake_office import FakeOffice, Question, fake_office, hang_up, problem, respond

TOKEN = "mc_made-up-for-this-test"


@pytest.fixture
def office() -> Iterator[FakeOffice]:
    with fake_office() as running:
        yield running


@pytest.fixture
def client(office: FakeOffice) -> OfficeClient:
    return OfficeClient(office.url, TOKEN, timeout=5)


def test_a_question_carries_token_key_language_and_body(office: FakeOffice, client: OfficeClient) -> None:
    assert client.post("/tickets", {"service": "A"}, key="k-1", lang="en") == {"number": 1}
    asked = office.questions[0]
    assert (asked.method, asked.path, asked.body) == ("POST", "/api/v1/tickets", {"service": "A"})
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["idempotency-key"] == "k-1"
    assert asked.headers["accept-language"] == "en"


def test_a_get_has_parameters_and_no_key(office: FakeOffice, client: OfficeClient) -> None:
    assert client.get("/events", {"after": 3, "room": "counter:1"}) == {
        "path": "/api/v1/events?after=3&room=counter%3A1"
    }
    assert "idempotency-key" not in office.questions[0].headers


def test_an_empty_answer_is_none(office: FakeOffice, client: OfficeClient) -> None:
    office.before = lambda handler, _: respond(handler, 204)
    assert client.post("/counters/1/next") is None


def test_a_file_is_fetched_as_it_is(office: FakeOffice, client: OfficeClient) -> None:
    office.before = lambda handler, _: respond(handler, 200, b"RIFF\x00\xff")
    assert client.fetch("/voice/7.wav") == b"RIFF\x00\xff"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (409, "counter.closed", Refused),
        (422, "input.invalid", Refused),
        (404, "ticket.unknown", Refused),
        (401, "token.bad", NotAllowed),
        (403, "right.missing", NotAllowed),
    ],
)
def test_a_refusal_carries_its_code_and_sentence(
    office: FakeOffice, client: OfficeClient, status: int, code: str, kind: type[Refused]
) -> None:
    office.before = lambda handler, _: problem(handler, status, code, opens=7)
    with pytest.raises(kind) as refused:
        client.post("/tickets", {}, key="k")
    assert type(refused.value) is kind
    assert (refused.value.code, refused.value.detail) == (code, f"Câu của {code}")
    assert (refused.value.status, refused.value.params) == (status, {"opens": 7})
    assert refused.value.permanent


@pytest.mark.parametrize(
    ("status", "headers", "code", "wait"),
    [
        (503, {}, "server.busy", 0),
        (429, {"Retry-After": "12"}, "rate.limited", 12),
        (502, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, "server.busy", 0),
    ],
)
def test_a_busy_server_is_asked_later(
    office: FakeOffice, client: OfficeClient, status: int, headers: dict[str, str], code: str, wait: float
) -> None:
    office.before = lambda handler, _: respond(handler, status, b"busy", headers)
    with pytest.raises(Unreachable) as busy:
        client.get("/board")
    assert (busy.value.code, busy.value.wait, busy.value.permanent) == (code, wait, False)


def test_a_fault_of_the_server_is_told_apart(office: FakeOffice, client: OfficeClient) -> None:
    office.before = lambda handler, _: respond(handler, 500, b"<h1>Oops</h1>")
    with pytest.raises(ServerFault, match="500"):
        client.get("/board")


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"<html>Wi-Fi login</html>", {}),
        (404, b"<html>not here</html>", {}),
        (302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}),
        (404, b'["a list"]', {}),
    ],
)
def test_something_else_that_answers_there_is_not_taken_for_the_office(
    office: FakeOffice, client: OfficeClient, status: int, body: bytes, headers: dict[str, str]
) -> None:
    office.before = lambda handler, _: respond(handler, status, body, headers)
    with pytest.raises(Unreachable, match=r"client\.answer"):
        client.get("/board")


def test_nobody_there_is_known_as_never_asked(free_port: int) -> None:
    with pytest.raises(Unreachable) as away:
        OfficeClient(f"http://127.0.0.1:{free_port}", TOKEN).post("/tickets", {}, key="k")
    assert (away.value.code, away.value.sent) == ("client.link", False)


def test_a_cut_in_the_middle_may_have_been_heard(office: FakeOffice, client: OfficeClient) -> None:
    office.after = hang_up
    with pytest.raises(Unreachable) as cut:
        client.post("/tickets", {}, key="k")
    assert (cut.value.code, cut.value.sent) == ("client.link", True)
    assert len(office.done) == 1


def test_a_silent_server_holds_nobody(office: FakeOffice) -> None:
    woken = threading.Event()
    office.before = lambda handler, question: woken.wait(20) and hang_up(handler, question)
    with pytest.raises(Unreachable) as slow:
        OfficeClient(office.url, TOKEN, timeout=0.2).get("/board")
    woken.set()
    assert (slow.value.code, slow.value.sent) == ("client.slow", True)


def test_a_server_that_drips_bytes_holds_nobody(office: FakeOffice) -> None:
    stopped = threading.Event()

    def drip(handler: BaseHTTPRequestHandler, _question: Question) -> bool:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        # Each byte comes long before the time-out of a single read.
        while not stopped.wait(0.05):
            handler.wfile.write(b"1\r\n \r\n")
        handler.close_connection = True
        return True

    office.before = drip
    with pytest.raises(Unreachable, match=r"client\.slow"):
        OfficeClient(office.url, TOKEN, timeout=0.3).get("/board")
    stopped.set()


def test_the_token_stays_out_of_faults_and_the_environment_out_of_the_way(
    office: FakeOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free_port: int
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port}")
    client = OfficeClient(office.url, TOKEN)
    client.get("/board")
    assert office.questions[0].headers["authorization"] == f"Bearer {TOKEN}"
    office.before = hang_up
    with pytest.raises(Unreachable) as cut:
        client.get("/board")
    assert TOKEN not in str(cut.value) + repr(cut.value) + repr(client)


def test_many_threads_share_one_client(office: FakeOffice, client: OfficeClient) -> None:
    threads = [threading.Thread(target=client.post, args=("/x", {"n": n}, f"k-{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(body["n"] for _, body in office.done) == list(range(8))


def test_an_address_without_a_scheme_is_a_fault_at_once() -> None:
    with pytest.raises(ValueError, match="http"):
        OfficeClient("office.example.vn", TOKEN)
