"""The version, read from where it is written."""

from importlib.metadata import PackageNotFoundError, version


def current() -> str:
    """Such as `0.1.0`; `0` when the project is not installed."""
    try:
        return version("motcua")
    except PackageNotFoundError:
        return "0"
