"""The office's certificates: a real handshake with them, renewal in time, keys that only their owner reads."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from foundation import certificates
from foundation.certificates import Certificates, ensure, fingerprint, own_names
from foundation.client import OfficeClient, Unreachable

NOW = datetime.now(UTC)
NAMES = ["localhost", "127.0.0.1", "mc.example.vn"]
OFFICE = "UBND phường Lê Lợi"


@contextmanager
def tls_server(made: Certificates) -> Iterator[int]:
    """Answers every question with `{}`; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    listening = socket.create_server(("127.0.0.1", 0))
    stopping = threading.Event()

    def serve() -> None:
        while True:
            plain, _ = listening.accept()
            if stopping.is_set():
                plain.close()
                return
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    secure.recv(65536)
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        stopping.set()
        socket.create_connection(listening.getsockname()).close()
        thread.join()
        listening.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_device_with_the_authority_trusts_the_server(tmp_path: Path, host: str) -> None:
    made = ensure(tmp_path, OFFICE, NAMES, NOW)
    with tls_server(made) as port:
        assert OfficeClient(f"https://{host}:{port}", "mc_x", ca=made.authority).get("/office") == {}


def test_a_device_without_it_or_with_another_offices_does_not(tmp_path: Path) -> None:
    made, other = ensure(tmp_path / "a", OFFICE, NAMES, NOW), ensure(tmp_path / "b", OFFICE, NAMES, NOW)
    with tls_server(made) as port:
        for ca in (None, other.authority):
            with pytest.raises(Unreachable, match=r"client\.certificate") as stranger:
                OfficeClient(f"https://localhost:{port}", "mc_x", ca=ca).get("/office")
            assert not stranger.value.sent


def test_a_server_under_a_name_it_has_no_certificate_for_is_not_trusted(tmp_path: Path) -> None:
    made = ensure(tmp_path, OFFICE, ["mc.example.vn"], NOW)
    with tls_server(made) as port, pytest.raises(Unreachable, match=r"client\.certificate"):
        OfficeClient(f"https://localhost:{port}", "mc_x", ca=made.authority).get("/office")


def test_only_the_owner_reads_the_keys(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NAMES, NOW)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir() if file.suffix}
    assert {name: oct(mode) for name, mode in modes.items() if name.endswith(".key")} == {
        "authority.key": "0o600",
        "server.key": "0o600",
    }


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    first = ensure(tmp_path, OFFICE, NAMES, NOW)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    again = ensure(tmp_path, "Another name", ["localhost"], NOW + timedelta(days=300))
    assert (first.made, again.made) == (True, False)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def authority_of(made: Certificates) -> bytes:
    return made.authority.read_bytes()


@pytest.mark.parametrize(
    ("names", "days"),
    [(NAMES, 397 - 31 + 2), ([*NAMES, "192.168.1.10"], 0), (NAMES, 900)],
    ids=["it ends soon", "a name is added", "it has ended"],
)
def test_the_servers_certificate_is_made_anew_and_devices_need_nothing_new(
    tmp_path: Path, names: list[str], days: int
) -> None:
    first = ensure(tmp_path, OFFICE, NAMES, NOW)
    authority, old = authority_of(first), first.certificate.read_bytes()
    later = ensure(tmp_path, OFFICE, names, NOW + timedelta(days=days))
    assert later.made
    assert later.certificate.read_bytes() != old
    assert authority_of(later) == authority
    assert later.ends > NOW + timedelta(days=days + 300)


def test_it_is_not_renewed_before_it_has_to_be(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NAMES, NOW)
    assert not ensure(tmp_path, OFFICE, NAMES, NOW + timedelta(days=397 - 33)).made


@pytest.mark.parametrize("damaged", ["server.key", "server.crt"])
def test_a_pair_that_does_not_belong_together_is_made_anew(tmp_path: Path, damaged: str) -> None:
    made, other = ensure(tmp_path / "a", OFFICE, NAMES, NOW), ensure(tmp_path / "b", OFFICE, NAMES, NOW)
    authority = authority_of(made)
    (made.key.parent / damaged).write_bytes((other.key.parent / damaged).read_bytes())
    again = ensure(tmp_path / "a", OFFICE, NAMES, NOW)
    assert again.made
    assert authority_of(again) == authority
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(again.certificate, again.key)


def test_a_server_of_a_lost_authority_is_made_anew_too(tmp_path: Path) -> None:
    made = ensure(tmp_path, OFFICE, NAMES, NOW)
    old = authority_of(made)
    made.authority.unlink()
    again = ensure(tmp_path, OFFICE, NAMES, NOW)
    assert again.made
    assert authority_of(again) != old
    with tls_server(again) as port:
        assert OfficeClient(f"https://localhost:{port}", "mc_x", ca=again.authority).get("/office") == {}


def test_the_authority_signs_servers_only(tmp_path: Path) -> None:
    made = ensure(tmp_path, OFFICE, NAMES, NOW)
    authority, server = (
        x509.load_pem_x509_certificate(file.read_bytes()) for file in (made.authority, made.certificate)
    )
    rules = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (rules.value.ca, rules.value.path_length, rules.critical) == (True, 0, True)
    assert not server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert server.not_valid_after_utc - server.not_valid_before_utc <= timedelta(days=398)
    assert server.not_valid_before_utc < NOW
    assert OFFICE in authority.subject.rfc4514_string()


@pytest.mark.parametrize("names", [[], [""], ["two words"], ["a..b"], ["*.example.vn"], ["máy-chủ.vn"]])
def test_names_that_are_none_are_a_fault(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(ValueError, match="name"):
        ensure(tmp_path, OFFICE, names, NOW)


def test_this_machine_knows_its_own_names(tmp_path: Path) -> None:
    names = own_names()
    assert {"localhost", "127.0.0.1", "::1"} <= set(names)
    assert len(names) == len(set(names))
    assert ensure(tmp_path, OFFICE, names, NOW).made


def test_a_fingerprint_can_be_compared_by_eye(tmp_path: Path) -> None:
    text = fingerprint(ensure(tmp_path, OFFICE, NAMES, NOW).authority)
    assert len(text.split(":")) == 32
    assert text == text.upper()


def together(folder: Path, count: int) -> list[bool]:
    """So many programs start at once; which of them made a certificate."""
    made: list[bool] = []
    threads = [
        threading.Thread(target=lambda: made.append(ensure(folder, OFFICE, NAMES, NOW).made)) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(made)


def test_programs_that_start_together_end_with_one_pair(tmp_path: Path) -> None:
    assert together(tmp_path, 6) == [False] * 5 + [True]


def test_without_the_lock_each_makes_an_authority_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both_looked = threading.Barrier(2, timeout=20)
    read = certificates._read_certificate

    def look(file: Path) -> x509.Certificate | None:
        found = read(file)
        if file.name == "authority.crt":
            both_looked.wait()
        return found

    monkeypatch.setattr(certificates, "_alone", lambda _folder: nullcontext())
    monkeypatch.setattr(certificates, "_read_certificate", look)
    assert together(tmp_path, 2) == [True, True]
