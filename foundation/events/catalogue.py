"""The catalogue itself: every event is a frozen dataclass that names its type and the channels it goes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter


class EventData(Protocol):
    """What every event class of the catalogue carries beside its fields."""

    __dataclass_fields__: Any


Data = TypeVar("Data")


@dataclass(frozen=True)
class Kind:
    """One entry of the catalogue.

    `channels` are templates over the event's own fields: `hall`, `desk`, `counter:{counter}`, `ticket:{ticket}`.
    `subject` names the field whose value is the envelope's subject. A derived kind is never stored and has no id.
    """

    cls: type[Any]
    type: str
    channels: tuple[str, ...]
    subject: str | None
    fields: tuple[str, ...]
    derived: bool = False


_BY_TYPE: dict[str, Kind] = {}
_BY_CLASS: dict[type[Any], Kind] = {}


def event(
    type_: str, *, channels: tuple[str, ...], subject: str | None = None, derived: bool = False
) -> Callable[[type[Data]], type[Data]]:
    """Enter a frozen dataclass into the catalogue."""

    def enter(cls: type[Data]) -> type[Data]:
        names = tuple(each.name for each in fields(cls))  # type: ignore[arg-type]  # @dataclass stands below @event
        kind = Kind(cls, type_, channels, subject, names, derived)
        if type_ in _BY_TYPE:
            raise ValueError(f"two events are called {type_}")
        _BY_TYPE[type_] = _BY_CLASS[cls] = kind
        return cls

    return enter


def kind_of(data: object) -> Kind:
    """The entry of an event's class."""
    return _BY_CLASS[data.__class__]


def kind_named(type_: str) -> Kind:
    """The entry of a type's name; KeyError when it is not in the catalogue."""
    return _BY_TYPE[type_]


def all_kinds() -> list[Kind]:
    """Every entry, by name."""
    return [_BY_TYPE[name] for name in sorted(_BY_TYPE)]


def to_dict(data: object) -> dict[str, Any]:
    """The fields of an event as plain values, in their declared order."""
    return {name: getattr(data, name) for name in kind_of(data).fields}


@cache
def _adapter(type_: str) -> TypeAdapter[Any]:
    return TypeAdapter(kind_named(type_).cls)


def from_dict(type_: str, values: Mapping[str, Any]) -> Any:
    """An event read back; unknown members are ignored so that an older program reads a newer stream."""
    return _adapter(type_).validate_python(dict(values))


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of an event's data."""
    return _adapter(kind.type).json_schema()


def channels_of(kind: Kind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The channels one event goes to; a template whose field is empty is left out."""
    return tuple(
        template.format_map(values)
        for template in kind.channels
        if "{" not in template or values.get(template[template.index("{") + 1 : -1])
    )
