#!/usr/bin/env bash
# All set-up of a fresh machine, again and again without harm. `setup.sh test` adds what the tests need.
. "$(dirname "$0")/common.sh"
what=${1:-run}
log=build/setup.log
mine mkdir -p build
mine touch "$log"

check_machine() {
  case "$(uname -m)" in
    x86_64 | aarch64) ;;
    *) stop "this machine is $(uname -m); a 64-bit system is needed (Raspberry Pi OS: the 64-bit image)" ;;
  esac
  command -v python3 >/dev/null || stop "python3 is missing: apt-get install python3"
  [ "$(python3 -c 'import struct; print(struct.calcsize("P"))')" = 8 ] ||
    stop "python3 is a 32-bit program; install the 64-bit system"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "python3 is $(python3 -V | cut -d' ' -f2); 3.11 or newer is needed (Debian 12 has it)"
}

installed() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

missing_packages() {
  local package
  for package in libzbar0 libgl1 libglib2.0-0 espeak-ng fonts-dejavu-core fonts-noto-core alsa-utils; do
    # Debian 13 renamed libglib2.0-0; either is right.
    installed "$package" || installed "${package}t64" || echo "$package"
  done
  # Asked by what they do: node and python may come from elsewhere than Debian.
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  if [ "$(uname -m)" = aarch64 ]; then
    for package in gcc libc6-dev linux-libc-dev python3-dev swig; do
      installed "$package" || echo "$package"
    done
  fi
  if [ "$what" = test ]; then
    command -v chromium >/dev/null || echo chromium
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  fi
}

as_root=()
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  local by_hand="apt-get update && apt-get install -y ${missing[*]}"
  command -v apt-get >/dev/null ||
    stop "these are missing, and this system has no apt-get to fetch them: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || stop "these are missing: ${missing[*]}
As root:  $by_hand"
    as_root=(sudo)
    # Without a terminal nobody can type a password.
    [ -t 0 ] || sudo -n true 2>/dev/null || stop "these are missing: ${missing[*]}
With a password:  sudo sh -c '$by_hand'"
  fi
  say "System packages: ${missing[*]}"
  apt_get update
  apt_get install -y --no-install-recommends "${missing[@]}"
}

apt_get() {
  # A machine just switched on may still be at its own updates: wait for them.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null >>"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    stop "apt-get $1 failed (the whole of it: $log)"
  }
}

install_python() {
  local stamp=.venv/.motcua-lock now packages=queue/queueing
  # A venv whose python has gone (a newer system) is made again.
  if [ -e .venv ] && ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "The Python environment belongs to another system: making it again"
    mine rm -rf .venv
  fi
  now="$(fingerprint requirements.txt pyproject.toml) $(pwd) $(python3 -V)"
  [ "$(cat "$stamp" 2>/dev/null)" != "$now" ] || return 0
  [ -x .venv/bin/python ] || { say "Python environment"; mine python3 -m venv .venv; }
  say "Python packages (some minutes the first time)"
  pip install --requirement requirements.txt
  # Without isolation nothing is asked of the network: the build tool is in the lock.
  [ -d "$packages" ] || stop "$packages is missing: the checkout is not whole"
  pip install --no-deps --no-index --no-build-isolation --editable .
  mine sh -c 'printf "%s" "$1" > "$2"' sh "$now" "$stamp"
}

progress='s/^Collecting \([A-Za-z0-9_.-]*\).*/    \1/p
s/^Installing collected packages.*/    putting them in place/p'

pip() {
  # PYPI=1 lets lgpio build with its own sources: plain Debian 12 has no liblgpio-dev.
  mine env PYPI=1 .venv/bin/python -m pip --disable-pip-version-check --no-input "$@" --progress-bar off 2>&1 |
    mine tee -a "$log" | sed -un "$progress" || {
      tail -n 15 "$log" >&2
      stop "the Python packages could not be installed (the whole of it: $log)"
    }
}

install_javascript() {
  local stamp=node_modules/.motcua-lock now
  now=$(fingerprint package-lock.json)
  [ "$(cat "$stamp" 2>/dev/null)" != "$now" ] || return 0
  say "Fonts, icons and scripts (npm ci)"
  # They are files to serve: none of them needs to run anything here.
  mine npm ci --ignore-scripts --loglevel=error </dev/null >>"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    stop "npm ci failed (the whole of it: $log)"
  }
  mine sh -c 'printf "%s" "$1" > "$2"' sh "$now" "$stamp"
}

check_machine
install_packages
install_python
install_javascript
say "Everything is in place"
