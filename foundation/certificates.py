"""The office's own certificate authority, and its server's certificate, kept good by themselves.

An office on its own network has no name that a public authority would sign for. Devices get the authority's
certificate when they are paired; the server's certificate is made anew before it ends or when a name is added.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import secrets
import socket
import struct
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator

AUTHORITY_YEARS = 10
#: What browsers and telephones accept at most is 398 days.
SERVER_DAYS = 397
RENEW_DAYS = 30
#: A Pi without a battery may wake up with yesterday's time.
_BACK = timedelta(days=1)
#: Longest common name of X.520.
_NAME_LETTERS = 64
_SIOCGIFADDR = 0x8915


@dataclass(frozen=True)
class Certificates:
    """Files for a server: `authority` is what devices are given; `made` tells whether the server's is new."""

    authority: Path
    certificate: Path
    key: Path
    ends: datetime
    made: bool


def ensure(folder: Path, office_name: str, names: Iterable[str], now: datetime) -> Certificates:
    """The office's certificates in `folder`, good for all of `names` (host names and IP addresses) at `now`.

    Makes what is missing, ends within RENEW_DAYS, or lacks a name. now: real time with a zone, not the
    office's clock. A new authority has to be given to the devices again, so it is only made when the old one is
    missing or at its end. Raises ValueError for a name that is neither a host name nor an address.
    """
    wanted = _subject_names(names)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        authority, authority_key, fresh = _authority(folder, office_name, now)
        certificate = None if fresh else _kept_server(folder, authority, wanted, now)
        made = certificate is None
        certificate = certificate or _make_server(folder, authority, authority_key, wanted, now)
    return Certificates(
        folder / "authority.crt", folder / "server.crt", folder / "server.key", certificate.not_valid_after_utc, made
    )


def own_names() -> list[str]:
    """What this machine is called on its network: host name, its name for multicast DNS, loopback, addresses."""
    host = socket.gethostname()
    short = host.split(".", maxsplit=1)[0]
    named = [host, short, f"{short}.local"] if short else []
    return list(dict.fromkeys([*named, "localhost", "127.0.0.1", "::1", *_addresses()]))


def fingerprint(certificate: Path) -> str:
    """SHA-256 of a certificate in pairs of hex digits, to compare by eye when a device is set up."""
    digest = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return digest.hex(":").upper()


def _authority(
    folder: Path, office_name: str, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey, bool]:
    certificate, key = _read_certificate(folder / "authority.crt"), _read_key(folder / "authority.key")
    if certificate is not None and key is not None and _good_at(certificate, now) and _belong(certificate, key):
        return certificate, key, False
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(f"{office_name} ({secrets.token_hex(2)})")
    made = (
        _begun(subject, subject, key.public_key(), now, timedelta(days=366 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_pair(folder, "authority", made, key)
    return made, key, True


def _make_server(
    folder: Path,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    names: list[x509.GeneralName],
    now: datetime,
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _begun(_name(str(names[0].value)), authority.subject, key.public_key(), now, timedelta(days=SERVER_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_pair(folder, "server", certificate, key)
    return certificate


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, good_for: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACK)
        .not_valid_after(now - _BACK + good_for)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[-_NAME_LETTERS:])])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _subject_names(names: Iterable[str]) -> list[x509.GeneralName]:
    found = [_subject_name(each) for each in dict.fromkeys(name.strip().lower() for name in names) if each]
    if not found:
        raise ValueError("a certificate needs at least one name")
    return found


def _subject_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    # A label holds letters, digits and hyphens; an underscore is seen in machines' own names.
    if not name.isascii() or not all(
        label and label.replace("-", "").replace("_", "").isalnum() for label in name.split(".")
    ):
        raise ValueError(f"neither a host name nor an address: {name!r}")
    return x509.DNSName(name)


def _kept_server(
    folder: Path, authority: x509.Certificate, names: list[x509.GeneralName], now: datetime
) -> x509.Certificate | None:
    """The server's certificate as it lies there, if it is still good for everything."""
    certificate, key = _read_certificate(folder / "server.crt"), _read_key(folder / "server.key")
    if certificate is None or key is None or not _belong(certificate, key) or not _good_at(certificate, now):
        return None
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return None
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return certificate if set(names) <= set(held) else None


def _good_at(certificate: x509.Certificate, now: datetime) -> bool:
    soon = now + timedelta(days=RENEW_DAYS)
    return certificate.not_valid_before_utc <= now and soon < certificate.not_valid_after_utc


def _belong(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bool:
    return certificate.public_key() == key.public_key()


def _read_certificate(file: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _read_key(file: Path) -> ec.EllipticCurvePrivateKey | None:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except (FileNotFoundError, ValueError):
        return None
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _write_pair(folder: Path, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    """The key first: a cut between leaves a pair that does not belong together, which is then made anew."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(folder / f"{name}.key", private, 0o600)
    _write(folder / f"{name}.crt", certificate.public_bytes(serialization.Encoding.PEM), 0o644)


def _write(file: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    aside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    opened = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(opened, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two programs that start together must not mix their pairs."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _addresses() -> list[str]:
    """IPv4 addresses of this machine's interfaces; those without one are passed over."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            asked = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, asked)
            except OSError:
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found
