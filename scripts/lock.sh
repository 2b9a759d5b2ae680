#!/bin/sh
# Makes the two locks again, naming no registry in either: requirements.txt and package-lock.json.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
[ -x "$uv" ] || { echo "uv is missing: .venv/bin/python -m pip install uv" >&2; exit 1; }

# --universal keeps what other machines need (the Pi's packages, Python 3.13).
"$uv" pip compile --quiet --universal --python-version 3.11 --extra dev \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
  "$@" --output-file requirements.txt pyproject.toml
body=$(cat requirements.txt)
{
  echo "# The full lock of what runs and tests the office, made from pyproject.toml by \`make lock\`."
  echo "$body"
} > requirements.txt
npm install --package-lock-only --no-audit --no-fund --silent
