"""The queue: tickets as they stand, and ratings."""

# Frozen copies, as in 0001.
from peewee import BigIntegerField, CharField, CompositeKey, IntegerField, Model, TextField


class TicketRow(Model):
    office_id = CharField(max_length=36)
    id = CharField(max_length=36)
    day = CharField(max_length=10)
    service = CharField(max_length=1)
    number = CharField(max_length=12)
    seq = IntegerField()
    priority = CharField(max_length=10)
    state = CharField(max_length=10)
    reason = CharField(max_length=12, null=True)
    origin = CharField(max_length=12)
    language = CharField(max_length=2)
    codes = TextField()
    device = CharField(max_length=36, null=True)
    taken_by = CharField(max_length=36, null=True)
    counter = CharField(max_length=10, null=True)
    officer = CharField(max_length=36, null=True)
    issued_at = BigIntegerField()
    queued_at = BigIntegerField()
    called_at = BigIntegerField(null=True)
    last_called_at = BigIntegerField(null=True)
    started_at = BigIntegerField(null=True)
    ended_at = BigIntegerField(null=True)
    served_ms = BigIntegerField(null=True)
    calls = IntegerField(default=0)
    promised = IntegerField()
    paper = CharField(max_length=10)
    paper_cause = CharField(max_length=40, null=True)

    class Meta:
        table_name = "ticket"
        primary_key = CompositeKey("office_id", "id")
        indexes = ((("office_id", "day", "number"), True),)


class RatingRow(Model):
    office_id = CharField(max_length=36)
    event = BigIntegerField()
    day = CharField(max_length=10)
    time = BigIntegerField()
    ticket = CharField(max_length=36)
    service = CharField(max_length=1, null=True)
    counter = CharField(max_length=10)
    officer = CharField(max_length=36, null=True)
    level = IntegerField()
    reasons = TextField()
    via = CharField(max_length=10)
    comment = TextField(null=True)

    class Meta:
        table_name = "rating"
        primary_key = CompositeKey("office_id", "event")
        indexes = ((("office_id", "day"), False), (("office_id", "ticket", "counter"), True))


TABLES = (TicketRow, RatingRow)


def up(migrator, db):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, ARG001 - the runner's form
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
