"""The closed vocabulary of what happened in an office."""
