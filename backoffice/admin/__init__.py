"""What an administrator keeps in order: devices, people, services, counters, notices of the hall."""

#: The parts of the page, in order; the texts are `admin.tab.<name>`.
TABS = ("devices", "people", "services", "counters", "notices")
