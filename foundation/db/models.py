"""The rows of the ground: office, its stream, answers already given, cursors and snapshots."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    CharField,
    CompositeKey,
    FloatField,
    IntegerField,
    Model,
    TextField,
)


class Office(Model):
    """One office. `last_event` is the counter its events are numbered from, updated in the same transaction."""

    id = CharField(max_length=36, primary_key=True)
    code = CharField(max_length=40)
    name = TextField()
    last_event = BigIntegerField(default=0)
    #: business time: at real `clock_anchor` it was `clock_start`, running `clock_rate` times as fast
    clock_anchor = BigIntegerField(default=0)
    clock_start = BigIntegerField(default=0)
    clock_rate = FloatField(default=1.0)
    created = BigIntegerField()

    class Meta:
        table_name = "office"


class EventRow(Model):
    """One event. The id is a number without holes in its office, so "all after N" misses nothing."""

    office_id = CharField(max_length=36)
    id = BigIntegerField()
    type = CharField(max_length=60)
    time = BigIntegerField()
    subject = CharField(max_length=60, null=True)
    counter = CharField(max_length=10, null=True)
    data = TextField()

    class Meta:
        table_name = "event"
        primary_key = CompositeKey("office_id", "id")
        indexes = ((("office_id", "subject", "id"), False), (("office_id", "counter", "id"), False))


class Answer(Model):
    """The answer a command got, so that the same press again gets it again and does nothing."""

    office_id = CharField(max_length=36)
    key = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    status = IntegerField()
    body = TextField()
    time = BigIntegerField(index=True)

    class Meta:
        table_name = "answer"
        primary_key = CompositeKey("office_id", "key")


class Cursor(Model):
    """How far a follower has come, durably; `holder` is the one player that may move it."""

    office_id = CharField(max_length=36)
    name = CharField(max_length=60)
    position = BigIntegerField()
    holder = CharField(max_length=60, null=True)

    class Meta:
        table_name = "cursor"
        primary_key = CompositeKey("office_id", "name")


class Snapshot(Model):
    """A state folded from the stream up to `event`, so that a start need not read years of events."""

    office_id = CharField(max_length=36)
    name = CharField(max_length=60)
    event = BigIntegerField()
    version = IntegerField()
    body = TextField()

    class Meta:
        table_name = "snapshot"
        primary_key = CompositeKey("office_id", "name")


class Secret(Model):
    """A signing key or another secret of the office, by name and number; `retired` keys verify, never sign."""

    office_id = CharField(max_length=36)
    name = CharField(max_length=40)
    number = IntegerField()
    value = CharField(max_length=200)
    created = BigIntegerField()
    retired = BigIntegerField(null=True)

    class Meta:
        table_name = "secret"
        primary_key = CompositeKey("office_id", "name", "number")


GROUND_MODELS: tuple[type[Model], ...] = (Office, EventRow, Answer, Cursor, Snapshot, Secret)
