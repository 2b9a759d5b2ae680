"""The ground: office, stream, answers, cursors, snapshots, secrets, people, devices."""

# These are frozen copies on purpose: a migration says what the tables were on its day.
# A test compares the result of all migrations with the models of today.
from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    FloatField,
    IntegerField,
    Model,
    TextField,
)


class Office(Model):
    id = CharField(max_length=36, primary_key=True)
    code = CharField(max_length=40)
    name = TextField()
    last_event = BigIntegerField(default=0)
    clock_anchor = BigIntegerField(default=0)
    clock_start = BigIntegerField(default=0)
    clock_rate = FloatField(default=1.0)
    created = BigIntegerField()

    class Meta:
        table_name = "office"


class EventRow(Model):
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
    office_id = CharField(max_length=36)
    name = CharField(max_length=60)
    position = BigIntegerField()
    holder = CharField(max_length=60, null=True)

    class Meta:
        table_name = "cursor"
        primary_key = CompositeKey("office_id", "name")


class Snapshot(Model):
    office_id = CharField(max_length=36)
    name = CharField(max_length=60)
    event = BigIntegerField()
    version = IntegerField()
    body = TextField()

    class Meta:
        table_name = "snapshot"
        primary_key = CompositeKey("office_id", "name")


class Secret(Model):
    office_id = CharField(max_length=36)
    name = CharField(max_length=40)
    number = IntegerField()
    value = CharField(max_length=200)
    created = BigIntegerField()
    retired = BigIntegerField(null=True)

    class Meta:
        table_name = "secret"
        primary_key = CompositeKey("office_id", "name", "number")


class Person(Model):
    id = CharField(max_length=36, primary_key=True)
    office_id = CharField(max_length=36)
    login = CharField(max_length=60)
    name = TextField()
    roles = CharField(max_length=80)
    password = TextField()
    must_change = BooleanField(default=True)
    active = BooleanField(default=True)
    created = BigIntegerField()

    class Meta:
        table_name = "person"
        indexes = ((("office_id", "login"), True),)


class Session(Model):
    digest = CharField(max_length=64, primary_key=True)
    office_id = CharField(max_length=36)
    person_id = CharField(max_length=36, index=True)
    csrf = CharField(max_length=64)
    created = BigIntegerField()
    ends = BigIntegerField(index=True)

    class Meta:
        table_name = "session"


class Device(Model):
    id = CharField(max_length=36, primary_key=True)
    office_id = CharField(max_length=36)
    kind = CharField(max_length=12)
    name = CharField(max_length=60)
    digest = CharField(max_length=64, unique=True)
    version = CharField(max_length=30, default="")
    health = CharField(max_length=8, default="unknown")
    health_code = CharField(max_length=60, null=True)
    created = BigIntegerField()
    seen = BigIntegerField(default=0)
    revoked = BigIntegerField(null=True)

    class Meta:
        table_name = "device"
        indexes = ((("office_id", "kind"), False),)


class Pairing(Model):
    secret_digest = CharField(max_length=64, primary_key=True)
    office_id = CharField(max_length=36)
    code = CharField(max_length=6, index=True)
    kind = CharField(max_length=12)
    name = CharField(max_length=60)
    ends = BigIntegerField()
    approved = BooleanField(default=False)

    class Meta:
        table_name = "pairing"


TABLES = (
    Office,
    EventRow,
    Answer,
    Cursor,
    Snapshot,
    Secret,
    Person,
    Session,
    Device,
    Pairing,
)


def up(migrator, db):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, ARG001 - the runner's form
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
