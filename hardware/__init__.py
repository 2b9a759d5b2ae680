"""Devices of the office: each behind a port, with a real driver and a virtual twin."""
