#!/usr/bin/env bash
# The whole proof from a clean clone: set-up, checks, every test. Fails when any of them fails.
. "$(dirname "$0")/common.sh"
bash scripts/setup.sh test
status=0
bash scripts/check.sh static || status=1
jobs=${JOBS:-$(nproc)}
[ "$jobs" -le 4 ] || jobs=4
mine .venv/bin/python -m pytest -q -n "$jobs" --dist loadgroup ${PYTEST_ARGS:-} || status=1
exit "$status"
