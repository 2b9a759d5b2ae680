"""Signatures on paper: only ours verify, and no key does another's work."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno

from foundation import codes
from foundation.codes import KeyRing, Keys, ReceiptCode, TicketCode, keyfile

KEYS = Keys(KeyRing(1, {1: b"r" * 32}), KeyRing(1, {1: b"t" * 32}))
DOSSIER = "000.00.06.H08-261123-0012"
TICKET = "019abf3e-7c1d-7a52-9d0e-3f8a6b2c4d5e"


def signed_receipt(keys: Keys) -> ReceiptCode:
    return ReceiptCode(DOSSIER, *codes.sign("receipt", DOSSIER, keys))


def test_what_we_signed_verifies_and_a_change_does_not() -> None:
    code = signed_receipt(KEYS)
    assert codes.verify(code, KEYS)
    other = "A" if code.mac[0] != "A" else "B"
    assert not codes.verify(ReceiptCode(DOSSIER, 1, other + code.mac[1:]), KEYS)
    assert not codes.verify(ReceiptCode(DOSSIER[:-1] + "3", 1, code.mac), KEYS)


def test_another_offices_signature_is_worth_nothing_here() -> None:
    theirs = Keys(KeyRing(1, {1: b"x" * 32}), KeyRing(1, {1: b"y" * 32}))
    assert not codes.verify(signed_receipt(theirs), KEYS)


def test_a_receipts_key_never_makes_a_ticket() -> None:
    number, mac = codes.sign("receipt", TICKET, KEYS)
    assert not codes.verify(TicketCode(TICKET, number, mac), KEYS)


def test_even_with_the_same_secret_on_both_rings_the_kinds_stay_apart() -> None:
    same = KeyRing(1, {1: b"s" * 32})
    number, mac = codes.sign("receipt", TICKET, Keys(same, same))
    assert not codes.verify(TicketCode(TICKET, number, mac), Keys(same, same))


def test_the_keys_number_is_signed_too() -> None:
    same = {1: b"s" * 32, 2: b"s" * 32}
    _, mac = codes.sign("receipt", DOSSIER, Keys(receipt=KeyRing(1, same)))
    assert not codes.verify(ReceiptCode(DOSSIER, 2, mac), Keys(receipt=KeyRing(1, same)))


def test_papers_from_before_a_new_key_stay_good() -> None:
    old = signed_receipt(KEYS)
    later = Keys(KEYS.receipt.with_key(2, b"n" * 32), KEYS.ticket)
    assert codes.verify(old, later)
    assert signed_receipt(later).key == 2
    assert not codes.verify(signed_receipt(later), KEYS)


def test_a_kiosk_signs_tickets_and_never_a_receipt() -> None:
    lent = keyfile.lend(1000)
    ticket = codes.read(codes.ticket_text(TICKET, lent))
    assert isinstance(ticket, TicketCode)
    assert codes.verify(ticket, lent)
    with pytest.raises(LookupError):
        codes.sign("receipt", DOSSIER, lent)
    with pytest.raises(ValueError, match="1000"):
        keyfile.lend(1)


def test_short_secrets_and_missing_keys_are_faults() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(1, {1: b"short"})
    with pytest.raises(ValueError, match="not on the ring"):
        KeyRing(2, {1: b"s" * 32})


def test_secrets_do_not_show_in_a_log() -> None:
    assert "rrrr" not in repr(KEYS)


def test_a_phone_proves_its_ticket_by_the_tail_or_the_whole_text() -> None:
    tail = codes.ticket_tail(TICKET, KEYS)
    assert codes.ticket_of(tail, KEYS) == TICKET
    assert codes.ticket_of(f"https://mc.example.vn/t/{tail}", KEYS) == TICKET
    assert codes.ticket_of(codes.ticket_text(TICKET, KEYS), KEYS) == TICKET
    for wrong in ("", TICKET, tail[:-1], tail[:-1] + ("A" if tail[-1] != "A" else "B"), "A012"):
        assert codes.ticket_of(wrong, KEYS) is None
    assert codes.ticket_of(codes.receipt_text(DOSSIER, KEYS), KEYS) is None


@pytest.mark.parametrize(
    ("address_letters", "receipt", "ticket"),
    [(0, 3, 3), (26, 5, 5), (37, 5, 6), (48, 6, 6)],
)
def test_the_qr_stays_as_small_as_promised(address_letters: int, receipt: int, ticket: int) -> None:
    address = "https://".ljust(address_letters, "a") if address_letters else ""
    made = (codes.receipt_text(DOSSIER, KEYS, address), codes.ticket_text(TICKET, KEYS, address))
    versions = [segno.make_qr(text, error="m", boost_error=False).version for text in made]
    assert versions == [receipt, ticket]


def test_the_first_start_makes_keys_that_only_their_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys = keyfile.open_keys(folder)
    file = folder / keyfile.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [keyfile.FILE]
    assert keyfile.open_keys(folder) == keys
    assert keys.receipt.secrets[1] != keys.ticket.secrets[1]


def test_two_servers_that_start_together_use_the_same_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keyfile.open_keys(tmp_path)
    # The second looked just before the first had written.
    monkeypatch.setattr(Path, "exists", lambda _self: False)
    assert keyfile.open_keys(tmp_path) == first


def test_rotation_changes_one_ring_and_keeps_old_keys(tmp_path: Path) -> None:
    before = keyfile.open_keys(tmp_path)
    after = keyfile.rotate(tmp_path, "ticket")
    assert (after.receipt, after.ticket.current) == (before.receipt, 2)
    assert after.ticket.secrets[1] == before.ticket.secrets[1]
    assert keyfile.open_keys(tmp_path) == after
    assert keyfile.rotate(tmp_path, "receipt").receipt.current == 2


@pytest.mark.parametrize("damaged", ["", "{}", "[]", '{"receipt": {"current": 1, "secrets": {}}}'])
def test_a_damaged_key_file_stops_the_start_and_is_not_replaced(tmp_path: Path, damaged: str) -> None:
    (tmp_path / keyfile.FILE).write_text(damaged)
    with pytest.raises(ValueError, match="backup"):
        keyfile.open_keys(tmp_path)
    assert (tmp_path / keyfile.FILE).read_text() == damaged
