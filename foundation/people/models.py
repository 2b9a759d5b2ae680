"""The rows of people and their sessions."""

from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CharField, Model, TextField


class Person(Model):
    """Somebody of the office. The password is an argon2 hash; `roles` are separated by blanks."""

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
    """A signed-in browser; the cookie's value is kept only as its digest. Times are real UTC milliseconds."""

    digest = CharField(max_length=64, primary_key=True)
    office_id = CharField(max_length=36)
    person_id = CharField(max_length=36, index=True)
    csrf = CharField(max_length=64)
    created = BigIntegerField()
    ends = BigIntegerField(index=True)

    class Meta:
        table_name = "session"


PEOPLE_MODELS: tuple[type[Model], ...] = (Person, Session)
