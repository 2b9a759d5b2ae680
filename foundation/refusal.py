"""A refusal: the rules say no. It is a value with a stable code; exceptions are for faults."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """Why a command was not done; the sentence for people is the text `refusal.<code>` with `params`."""

    code: str
    params: dict[str, object] = field(default_factory=dict)
