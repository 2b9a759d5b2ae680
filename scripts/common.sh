# Shared by the scripts beside it (sourced by bash): plain words, who we are, where things lie.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say()  { printf '\033[1m•\033[0m %s\n' "$*"; }
stop() { printf '\n%s\n' "Stopped: $*" >&2; exit 1; }

# Under sudo the files in the checkout stay the invoking person's: only apt needs root.
owner_id=${SUDO_UID:-0}
as_owner=()
if [ "$(id -u)" = 0 ] && [ "$owner_id" != 0 ] && [ "$(stat -c %u .)" = "$owner_id" ]; then
  owner_home=$(getent passwd "$owner_id" | cut -d: -f6)
  as_owner=(setpriv "--reuid=$owner_id" "--regid=$SUDO_GID" --init-groups
            env "HOME=$owner_home" "USER=$SUDO_USER" "LOGNAME=$SUDO_USER")
fi
mine() { "${as_owner[@]}" "$@"; }

# What a stamp compares: the content of the files named, so that a second start takes seconds.
fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }
