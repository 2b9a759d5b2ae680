"""Slips on paper: what is to be printed, how it looks, and the printers behind one port."""
