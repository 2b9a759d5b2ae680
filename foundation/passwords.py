"""Passwords of people and tokens of devices: made, hashed, compared; nothing is kept readable."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foundation.refusal import Refusal

#: argon2id with the second recommended choice of RFC 9106 §4: 64 MiB, which a Pi can spare.
_HASHER = PasswordHasher()

SHORTEST = 10
#: Longer ones only make the server work; nobody types them.
LONGEST = 200

TOKEN_MARK = "mc_"  # noqa: S105 - a mark that says whose token it is

#: Letters that are told apart when read aloud or written by hand (no c/k, i/y, l/1, o/0 pairs).
_CONSONANTS = "bdghkmnprstvx"
_VOWELS = "aeiu"
_GROUPS, _SYLLABLES = 5, 2


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Slow on purpose: never in the server's loop."""
    return _HASHER.hash(_as_typed(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash `kept`.

    Without a hash (no such account) the same work is done and the answer is False, so that
    the time taken does not tell which accounts exist.
    """
    if len(password) > LONGEST:
        return False
    try:
        _HASHER.verify(kept or _nobody(), _as_typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made with other costs than today's: hash again at the next sign-in."""
    try:
        return _HASHER.check_needs_rehash(kept)
    except InvalidHashError:
        return True


def password_refusal(password: str, login: str = "") -> Refusal | None:
    """Why people may not choose this password; None when they may."""
    if len(password) < SHORTEST:
        return Refusal("password.short", {"least": SHORTEST})
    if len(password) > LONGEST:
        return Refusal("password.long", {"most": LONGEST})
    if len(set(password)) < SHORTEST // 2 or (login and login.casefold() in password.casefold()):
        return Refusal("password.weak")
    return None


def first_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A password to read off a screen once and to change at once, such as `tuma-vexi-…`.

    57 bits: ten syllables out of 52. `choose` picks one of a sequence.
    """
    syllables = [choose(_CONSONANTS) + choose(_VOWELS) for _ in range(_GROUPS * _SYLLABLES)]
    groups = ("".join(syllables[i : i + _SYLLABLES]) for i in range(0, len(syllables), _SYLLABLES))
    return "-".join(groups)


def new_token() -> str:
    """A device's token, 192 bits: `mc_` and 32 letters that fit into a URL. Shown once."""
    return TOKEN_MARK + secrets.token_urlsafe(24)


def token_digest(token: str) -> str:
    """What is kept of a token: its SHA-256, 64 hex digits. Random tokens need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same_secret(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _as_typed(password: str) -> bytes:
    """One form for what input methods type differently: "ế" is one letter or three marks."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


_nobody_hash: list[str] = []


def _nobody() -> str:
    if not _nobody_hash:
        _nobody_hash.append(_HASHER.hash(secrets.token_bytes(16)))
    return _nobody_hash[0]
