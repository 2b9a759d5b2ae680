"""The office from outside: how kiosk and devices ask the server, and what they keep until it answers."""

from foundation.client.faults import ClientFault, NotAllowed, Refused, ServerFault, Unreachable
from foundation.client.keystore import KeyStore, Open
from foundation.client.office import OfficeClient
from foundation.client.outbox import Outbox, Sent, Stuck
from foundation.client.patience import Backoff, patiently

__all__ = [
    "Backoff",
    "ClientFault",
    "KeyStore",
    "NotAllowed",
    "OfficeClient",
    "Open",
    "Outbox",
    "Refused",
    "Sent",
    "ServerFault",
    "Stuck",
    "Unreachable",
    "patiently",
]
