"""The database and the threads that may touch it."""
