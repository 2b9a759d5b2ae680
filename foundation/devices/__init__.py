"""Devices of the office: a token each, hashed at rest, got by pairing or from the command line."""
