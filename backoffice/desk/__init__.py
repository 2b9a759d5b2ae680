"""The officer's desk: the queue at hand, one ticket in the middle, the counter's day beside it."""
