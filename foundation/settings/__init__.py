"""Settings: one TOML file and `MOTCUA_…` variables; a wrong one stops the start and says what to do."""

from foundation.settings.loading import FILE, SettingsProblem, Wrong, load
from foundation.settings.showing import Shown, describe, write_new
from foundation.settings.table import Settings

__all__ = ["FILE", "Settings", "SettingsProblem", "Shown", "Wrong", "describe", "load", "write_new"]
