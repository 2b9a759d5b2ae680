"""Whatever somebody holds to the camera has a meaning, and nothing makes the reader fall over."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation import codes
from foundation.codes import (
    ForeignDossier,
    KeyRing,
    Keys,
    ReceiptCode,
    TicketCode,
    TypedCode,
    UnknownCode,
    VneidCode,
    read,
    read_typed,
)

KEYS = Keys(KeyRing(1, {1: b"r" * 32}), KeyRing(2, {2: b"t" * 32}))
DOSSIER = "000.00.06.H08-261123-0012"
TICKET = "019abf3e-7c1d-7a52-9d0e-3f8a6b2c4d5e"
PORTAL = "https://dichvucong.example.vn"
CCCD = "052199000123|215999888|NGUYỄN THỊ MẪU|15081999|Nữ|Tổ 5, Phường Lê Lợi, Quy Nhơn, Bình Định|25052021"


@pytest.mark.parametrize("address", ["", PORTAL, PORTAL + "/", PORTAL + "/xa/nhon-ly"])
def test_our_receipt_is_read_in_every_form_we_print(address: str) -> None:
    code = read(codes.receipt_text(DOSSIER, KEYS, address))
    assert isinstance(code, ReceiptCode)
    assert (code.code, code.key) == (DOSSIER, 1)


@pytest.mark.parametrize("address", ["", "http://10.0.0.5:8080", "https://mc.example.vn/"])
def test_our_ticket_is_read_in_every_form_we_print(address: str) -> None:
    code = read(codes.ticket_text(TICKET, KEYS, address))
    assert isinstance(code, TicketCode)
    assert (code.id, code.key) == (TICKET, 2)


@pytest.mark.parametrize("around", ["{}\r\n", "\ufeff{}", "  {}\0", "{}\t"])
def test_what_a_reader_puts_around_a_text_does_not_matter(around: str) -> None:
    text = codes.receipt_text(DOSSIER, KEYS)
    assert read(around.format(text)) == read(text)
    assert isinstance(read(text), ReceiptCode)


def test_a_code_with_dots_is_split_from_the_right() -> None:
    code = read("MC:R:H15.50.05.13-261008-0975.12.ABCDEFGHIJKLMNOP")
    assert code == ReceiptCode("H15.50.05.13-261008-0975", 12, "ABCDEFGHIJKLMNOP")


@pytest.mark.parametrize(
    "text",
    [
        "MC:R:" + DOSSIER,
        "MC:R:" + DOSSIER + ".1",
        "MC:R:" + DOSSIER + ".1.SHORT",
        "MC:R:" + DOSSIER + ".0.ABCDEFGHIJKLMNOP",
        "MC:R:" + DOSSIER + ".-1.ABCDEFGHIJKLMNOP",
        "MC:R:" + DOSSIER + ".²٣.ABCDEFGHIJKLMNOP",
        "MC:R:" + DOSSIER + ".1.ABCDEFGHIJKLMN01",
        "MC:R:<script>.1.ABCDEFGHIJKLMNOP",
        "MC:R:../../etc/passwd.1.ABCDEFGHIJKLMNOP",
        "MC:T:not-a-uuid.1.ABCDEFGHIJKLMNOP",
        "MC:X:" + DOSSIER + ".1.ABCDEFGHIJKLMNOP",
        "MC:",
        PORTAL + "/r/" + DOSSIER,
    ],
)
def test_what_begins_like_ours_and_is_not_whole_is_damaged(text: str) -> None:
    assert read(text) == UnknownCode("damaged")


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_cut_receipt_never_verifies(cut: int) -> None:
    code = read(codes.receipt_text(DOSSIER, KEYS)[:-cut])
    assert not isinstance(code, ReceiptCode | TicketCode) or not codes.verify(code, KEYS)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \r\n\0", "empty"),
        ("x" * 3001, "too_long"),
        ("MC:R:" + "9" * 100_000, "too_long"),
        ("A0\u202e12", "control"),
        ("A0\x0012", "control"),
        ("\ud83d", "control"),
        ("A\u200b012", "control"),
        ("https://example.com/r", "address"),
        ("https://example.com/x/" + DOSSIER + ".1.ABCDEFGHIJKLMNOP", "address"),
        ("https://example.com/r/" + DOSSIER + ".1.ABCDEFGHIJKLMNOP?next=x", "address"),
        ("javascript://%0aalert(1)", "address"),
        ("WIFI:S:quan-ca-phe;T:WPA;P:12345678;;", "other"),
        ("xin chào", "other"),
        ("Ａ０１２", "other"),
    ],
)
def test_strange_texts_are_unknown_with_a_reason(text: str, reason: str) -> None:
    assert read(text) == UnknownCode(reason)  # type: ignore[arg-type]


def test_another_host_makes_no_code_true() -> None:
    text = "https://evil.example/r/" + DOSSIER + ".1.ABCDEFGHIJKLMNOP"
    code = read(text)
    assert isinstance(code, ReceiptCode)
    assert not codes.verify(code, KEYS)


@pytest.mark.parametrize(
    "text",
    [
        "000.00.BD.H08-230411-0004",
        "000.00.06.H56-231027-0361",
        "H15.50.05.13-261008-0975",
        "h15.50.05.13-261008-0975",
        "A-261008-1234567",
    ],
)
def test_a_bare_dossier_code_is_another_systems(text: str) -> None:
    assert read(text) == ForeignDossier(text.upper())
    assert read_typed(" " + text[:5] + " " + text[5:]) == TypedCode(text.upper(), "dossier")


@pytest.mark.parametrize("text", ["A012", "a012", "A 012", "A-012", "A.012"])
def test_a_tickets_number_is_recognised_however_it_is_written(text: str) -> None:
    assert read(text) == TypedCode("A012", "ticket")
    assert read_typed(text) == TypedCode("A012", "ticket")


@pytest.mark.parametrize(
    "text",
    ["vneid", "VNeID|0123", "https://vneid.gov.vn/x/y", "eyJ2IjoxLCJkIjoi" * 6, "A1b2" * 40 + "=="],
)
def test_a_vneid_code_is_recognised_as_none_of_ours(text: str) -> None:
    assert read(text) == VneidCode()


def test_a_typed_text_of_any_length_is_read() -> None:
    assert read_typed("A" * 1_000_000) == UnknownCode("too_long")


def test_the_pieces_of_decomposed_vietnamese_are_joined() -> None:
    card = read(unicodedata.normalize("NFD", CCCD))
    assert isinstance(card, codes.CitizenCard)
    assert card.name == "NGUYỄN THỊ MẪU"
    assert card == read(CCCD)


ALPHABET = st.characters(codec=None) | st.sampled_from("MC:RT./|-\0\u202e")


@given(st.text(ALPHABET, max_size=200))
@example("MC:R:")
@example("|" * 3000)
@example("MC:T:" + "a" * 2000)
@example("https://" + "a/" * 1400)
def test_no_text_makes_the_reader_fail_or_is_taken_for_ours(text: str) -> None:
    for code in (read(text), read_typed(text)):
        assert isinstance(code, codes.Code)
        if isinstance(code, ReceiptCode | TicketCode):
            assert not codes.verify(code, KEYS)


@given(
    st.integers(0, 60),
    st.text(ALPHABET, max_size=3),
    st.sampled_from([0, 1]),
    st.sampled_from(["", PORTAL]),
)
def test_no_change_to_a_true_receipt_says_something_else(at: int, put: str, eaten: int, address: str) -> None:
    text = codes.receipt_text(DOSSIER, KEYS, address)
    changed = text[:at] + put + text[at + eaten * len(put) :]
    code = read(changed)
    if isinstance(code, ReceiptCode | TicketCode) and codes.verify(code, KEYS):
        # Capitals, blanks around it or another address are the same receipt; never another one.
        assert isinstance(code, ReceiptCode)
        assert code.code == DOSSIER


def test_the_reader_is_quick_on_texts_made_to_be_slow() -> None:
    # A pattern that tried every split of these would not come back at all.
    for piece in ("A.", "-1", "a/r/", "|", "A.A-", string.printable.strip()):
        read("https://" + (piece * 3000)[:2900])
        read((piece * 3000)[:2990])
