"""Services, counters, tickets, the calling policy, estimates, ratings, statistics, and their HTTP API."""
