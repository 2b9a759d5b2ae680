"""Public identifiers: UUIDv7, so that rows made later sort later and no two machines ever agree."""

import secrets
import time
import uuid


def new_id(milliseconds: int | None = None) -> str:
    """A new UUIDv7 as its 36-character text (RFC 9562 §5.7).

    `milliseconds` is Unix time; it only orders ids and is never read back as a business time.
    """
    stamp = int(time.time() * 1000) if milliseconds is None else milliseconds
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return str(uuid.UUID(int=value))
