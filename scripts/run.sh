#!/usr/bin/env bash
# Sets everything up and starts a whole office on this machine. PORT and DATA may be given.
. "$(dirname "$0")/common.sh"
bash scripts/setup.sh run
options=(--demo)
[ -z "${PORT:-}" ] || options+=(--port "$PORT")
[ -z "${DATA:-}" ] || options+=(--data "$DATA")
exec "${as_owner[@]}" .venv/bin/motcua up "${options[@]}"
