"""The queue's room in a server: what its routes, pages and sinks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from peewee import Database

from foundation.api.problem import Wording
from foundation.codes import Keys
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.refusal import Refusal
from queueing import operations
from queueing.board import Board
from queueing.commands import Command
from queueing.dossiers import DossierLookup, NoDossiers
from queueing.estimate import Forecast, Forecasts
from queueing.live import Live
from queueing.sink import BoardSink, Teller
from queueing.view import View


def _nobody(_database: Database) -> dict[str, str]:
    return {}


@dataclass
class QueueRoom:
    """One office's queue in this process; made once, when the server is put together.

    public_url: address of the citizens' pages, "" when the office has none.
    """

    store: Store
    keys: Keys
    texts: Wording
    public_url: str = ""
    dossiers: DossierLookup = field(default_factory=NoDossiers)
    live: Live = field(default_factory=Live)
    names: Callable[[Database], dict[str, str]] = _nobody

    def __post_init__(self) -> None:
        self.view = View(self.store.office_id)
        self.forecasts = Forecasts(self.store.clock.monotonic)

    def run(self, tx: Transaction, command: Command) -> operations.Outcome | Refusal:
        """Do a command in an open transaction, on the kept board."""
        return operations.run(tx, command, self.live)

    def sink(self, teller: Teller) -> BoardSink:
        """The sink that tells screens what is derived; also where people's display names are kept."""
        store = self.store
        sink = BoardSink(self.view, self.forecasts, teller, store.clock, store.office_id)
        self.names = sink.names
        return sink

    def curves(self, board: Board) -> Forecast:
        """The minutes of every service as of a moment ago."""
        return self.forecasts.of(board, self.store.clock.now())
