#!/usr/bin/env bash
# What can be known without running the office. `check.sh static` leaves out the tests of tests/house.
. "$(dirname "$0")/common.sh"
export PYTHONPATH=queue
failed=()
step() {
  local name=$1
  shift
  say "$name"
  mine "$@" || failed+=("$name")
}

step "ruff"              .venv/bin/ruff check --quiet --output-format=concise .
step "ruff format"       .venv/bin/ruff format --check --quiet .
step "mypy --strict"     .venv/bin/mypy
step "who imports whom"  .venv/bin/lint-imports --no-cache --no-logo
[ ! -e motcua/docs.py ] && [ ! -e motcua/docs ] ||
  step "documents fresh" .venv/bin/python -m motcua.docs --check
[ "${1:-}" = static ] ||
  step "the house's own tests" .venv/bin/python -m pytest -q tests/house

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nNot in order: %s\n' "$(printf '%s; ' "${failed[@]}" | sed 's/; $//')" >&2
  exit 1
fi
say "In order"
