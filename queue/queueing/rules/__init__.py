"""What the engine may say to each command: pure functions, by topic."""
