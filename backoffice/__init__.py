"""The room behind the counter: the desk, the rating page, administration."""
