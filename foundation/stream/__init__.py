"""The event stream: read it, follow it, send it on."""
