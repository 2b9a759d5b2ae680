"""Signatures on paper: only ours verify, and no key does another's work."""

from __future__ import annotations

import pytest
import segno

from foundation import codes
from foundation.codes import KeyRing, Keys, ReceiptCode, TicketCode

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
    lent = Keys(ticket=KeyRing.of({1000: b"k" * 32}))
    ticket = codes.read(codes.ticket_text(TICKET, lent))
    assert isinstance(ticket, TicketCode)
    assert codes.verify(ticket, lent)
    with pytest.raises(LookupError):
        codes.sign("receipt", DOSSIER, lent)


def test_of_several_keys_the_newest_signs() -> None:
    ring = KeyRing.of({1: b"a" * 32, 12: b"b" * 32, 3: b"c" * 32})
    assert signed_receipt(Keys(receipt=ring)).key == 12
    assert KeyRing.of({}) == KeyRing()


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
