"""The rows of the queue: projections of the events, for statistics and for tickets of other days."""

from __future__ import annotations

from peewee import BigIntegerField, CharField, CompositeKey, IntegerField, Model, TextField


class TicketRow(Model):
    """One ticket as it stands. Times are UTC ms; the board, not this row, decides.

    called_at: the first call, which ends the waiting; last_called_at: the newest.
    reason: why it ended without service. promised: minutes of waiting promised when it was issued.
    """

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
        #: the number's own index is the last guard: two of one number are refused by the books themselves
        indexes = ((("office_id", "day", "number"), True),)


class RatingRow(Model):
    """One rating; `event` is the number of its event. Only the comment is not in the stream."""

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


QUEUE_MODELS: tuple[type[Model], ...] = (TicketRow, RatingRow)
