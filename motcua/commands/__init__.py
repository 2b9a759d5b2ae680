"""The subcommands, one module each: NAME, `arguments(parser, words)`, `run(args, words) -> exit code`."""

from motcua.commands import (
    check,
    demo,
    device,
    init,
    kiosk,
    person,
    scan,
    serve,
    up,
    voice,
    worker,
)

ALL = (init, up, serve, worker, kiosk, device, person, demo, scan, voice, check)
