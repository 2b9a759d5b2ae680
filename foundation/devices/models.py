"""The rows of devices and of pairings under way."""

from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CharField, Model


class Device(Model):
    """One device. Only the digest of its token is kept."""

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
    """A screen asks to belong to the office: a code for people, a secret for the screen. Real UTC milliseconds."""

    secret_digest = CharField(max_length=64, primary_key=True)
    office_id = CharField(max_length=36)
    code = CharField(max_length=6, index=True)
    kind = CharField(max_length=12)
    name = CharField(max_length=60)
    ends = BigIntegerField()
    approved = BooleanField(default=False)

    class Meta:
        table_name = "pairing"


DEVICE_MODELS: tuple[type[Model], ...] = (Device, Pairing)
