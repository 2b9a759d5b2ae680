"""The front door: the commands, and the one place that puts the rooms together."""
