"""Passwords and tokens: never readable, never guessable by time, the same for every keyboard."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from argon2 import PasswordHasher

from foundation import passwords
from foundation.passwords import (
    first_password,
    hash_password,
    needs_rehash,
    new_token,
    password_refusal,
    same_secret,
    token_digest,
    verify_password,
)

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the rules; the true costs are looked at in one test of their own."""
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)
    monkeypatch.setattr(passwords, "_nobody_hash", [])


def test_a_password_opens_only_its_own_hash() -> None:
    kept = hash_password("Đường Trần Hưng Đạo 12")
    assert verify_password(kept, "Đường Trần Hưng Đạo 12")
    assert not verify_password(kept, "Đường Trần Hưng Đạo 13")
    assert "Trần" not in kept


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("mười hai con giáp") != hash_password("mười hai con giáp")


def test_input_methods_that_type_letters_in_pieces_make_no_difference() -> None:
    whole, pieces = (unicodedata.normalize(form, "Nguyễn Thị Ế") for form in ("NFC", "NFD"))
    assert whole != pieces
    assert verify_password(hash_password(whole), pieces)


def test_an_unknown_account_costs_one_verification_and_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    class Counting:
        def hash(self, password: bytes) -> str:
            return CHEAP.hash(password)

        def verify(self, kept: str, password: bytes) -> bool:
            asked.append(kept)
            return CHEAP.verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    assert not verify_password(None, "bất kỳ thứ gì")
    assert len(asked) == 1


@pytest.mark.parametrize("kept", ["", "plain", "$argon2id$broken"])
def test_a_damaged_hash_opens_nothing_and_wants_to_be_made_again(kept: str) -> None:
    assert not verify_password(kept or "x", "plain")
    assert needs_rehash(kept)


def test_a_password_too_long_is_not_even_hashed() -> None:
    kept = hash_password("a" * 300)
    assert not verify_password(kept, "a" * 300)


def test_todays_costs_are_kept_and_older_ones_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    old = CHEAP.hash("x")
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher())
    today = hash_password("một mật khẩu dài")
    assert today.startswith("$argon2id$")
    assert "m=65536" in today
    assert needs_rehash(old)
    assert not needs_rehash(today)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngắn", "password.short"),
        ("a" * 201, "password.long"),
        ("aaaaaaaaaaaa", "password.weak"),
        ("xx-LAN.nguyen-2026", "password.weak"),
    ],
)
def test_poor_passwords_are_refused_with_the_reason(password: str, code: str) -> None:
    refusal = password_refusal(password, "lan.nguyen")
    assert refusal is not None
    assert refusal.code == code


def test_the_first_password_is_good_enough_and_never_the_same() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"([a-z]{4}-){4}[a-z]{4}", password)
        assert password_refusal(password) is None


def test_the_first_password_uses_the_randomness_it_is_given() -> None:
    one, again = (first_password(random.Random(7).choice) for _ in range(2))
    assert one == again


def test_tokens_are_long_fit_a_url_and_are_kept_as_digests() -> None:
    token = new_token()
    assert re.fullmatch(r"mc_[A-Za-z0-9_-]{32}", token)
    assert new_token() != token
    assert re.fullmatch(r"[0-9a-f]{64}", token_digest(token))
    assert token_digest(token) != token_digest(token + "x")


@pytest.mark.parametrize("hostile", ["", "\ud800", "é" * 5000, "\0"])
def test_hostile_tokens_are_digested_and_compared_without_a_fault(hostile: str) -> None:
    assert len(token_digest(hostile)) == 64
    assert same_secret(hostile, hostile)
    assert not same_secret(hostile, "mc_x")
    assert not verify_password(None, hostile)
