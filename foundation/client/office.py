"""Asking the office's server over HTTP; safe to share between threads."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from foundation.client.faults import ClientFault, NotAllowed, Refused, ServerFault, Unreachable

API = "/api/v1"
#: Nothing the API answers is larger, and an announcement is far below.
ANSWER_BYTES = 16 * 1024 * 1024
_PIECE = 64 * 1024
_OK, _NO_CONTENT, _REDIRECT, _BAD, _FAULT = 200, 204, 300, 400, 500
_BUSY = {429: "rate.limited", 502: "server.busy", 503: "server.busy", 504: "server.busy"}


class OfficeClient:
    """One device's road to the office.

    base_url: `https://host:port`; paths are those below `/api/v1`. timeout: seconds for a whole answer, so that
    a server which sends a byte now and then holds nobody. ca: the office's own certificate authority.
    """

    def __init__(self, base_url: str, token: str, timeout: float = 5.0, ca: Path | None = None) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise ValueError(f"the office's address begins with http:// or https://, not {base_url!r}")
        self.base_url = base_url.rstrip("/")
        self.token = token
        self.timeout = timeout
        self.ca = ca
        self._threads = threading.local()

    def get(self, path: str, params: Mapping[str, Any] | None = None, lang: str = "vi") -> Any:
        """The JSON answer; None when it is empty. Raises ClientFault's family."""
        return _json(self._ask("GET", path, {"Accept-Language": lang}, params=params))

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None, lang: str = "vi") -> Any:
        """The JSON answer; None for 204. `key` makes a repeated question one and the same command.

        Keep the key durably before asking (KeyStore, Outbox): one made anew after a power cut is another command.
        """
        headers = {"Accept-Language": lang, **({"Idempotency-Key": key} if key else {})}
        return _json(self._ask("POST", path, headers, json=dict(body or {})))

    def fetch(self, path: str) -> bytes:
        """A file, such as an announcement's sound."""
        return self._ask("GET", path, {})[1]

    def _ask(self, method: str, path: str, headers: Mapping[str, str], **what: Any) -> tuple[int, bytes]:
        deadline = time.monotonic() + self.timeout
        try:
            with self._session().request(
                method,
                f"{self.base_url}{API}{path}",
                headers={"Authorization": f"Bearer {self.token}", **headers},
                timeout=self.timeout,
                stream=True,
                # A redirect would carry the token to wherever it points.
                allow_redirects=False,
                **what,
            ) as response:
                body = _whole(response, deadline)
        except requests.RequestException as error:
            raise _unreachable(error) from error
        if (fault := _fault(response, body)) is not None:
            raise fault
        return response.status_code, body

    def _session(self) -> requests.Session:
        """One a thread: connections are kept, and no two threads meet in one."""
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = requests.Session()
            # Proxies and passwords of the machine's environment are not for the office's own network.
            session.trust_env = False
            session.verify = str(self.ca) if self.ca else True
        return session


def _whole(response: requests.Response, deadline: float) -> bytes:
    body = bytearray()
    for piece in response.iter_content(_PIECE):
        body += piece
        if time.monotonic() > deadline:
            raise Unreachable("client.slow", "the answer came too slowly")
        if len(body) > ANSWER_BYTES:
            raise Unreachable("client.answer", "the answer is too large")
    return bytes(body)


def _json(answer: tuple[int, bytes]) -> Any:
    status, body = answer
    if status == _NO_CONTENT or not body:
        return None
    try:
        return json.loads(body)
    except ValueError as error:
        raise Unreachable("client.answer", "the answer is no JSON") from error


def _fault(response: requests.Response, body: bytes) -> ClientFault | None:
    status = response.status_code
    if _OK <= status < _REDIRECT:
        return None
    problem = _problem(body)
    code, detail = str(problem.get("code", "")), str(problem.get("detail", ""))
    if status in _BUSY:
        return Unreachable(code or _BUSY[status], detail, wait=_seconds(response.headers.get("Retry-After")))
    if status >= _FAULT:
        return ServerFault(code or "server.fault", detail or f"status {status}")
    if status < _BAD or not code:
        # Something answers there that is not our server.
        return Unreachable("client.answer", f"status {status} without a problem's details")
    params = problem.get("params")
    kind = NotAllowed if status in {401, 403} else Refused
    return kind(code, detail, status, params if isinstance(params, dict) else {})


def _problem(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(text: str | None) -> float:
    """Retry-After in seconds, within reason; its form as a date is not used by our server."""
    return min(float(text), 300.0) if text and text.isascii() and text.isdigit() else 0.0


def _unreachable(error: requests.RequestException) -> Unreachable:
    """The library's words hold addresses but never headers, so no token gets into a log."""
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable("client.certificate", str(error), sent=False)
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return Unreachable("client.link", str(error), sent=False)
    if isinstance(error, requests.Timeout):
        return Unreachable("client.slow", str(error))
    return Unreachable("client.link", str(error))
