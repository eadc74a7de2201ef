#!/usr/bin/env bash
# Runs a command beside real servers, started natively on loopback with temporary data, and
# stops them however it ends. The command is by default the tests of tests/servers.
#
#   scripts/servers.sh [COMMAND WORD...]
#
# Each server is a file scripts/servers/NAME.sh with three functions: NAME_given says whether
# the caller's environment names a server already, NAME_up DIR starts one and exports where
# it is, NAME_down DIR stops it. A new server is such a file and a word in SERVERS.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
SERVERS=${SAFEHOLD_SERVERS:-postgresql rabbitmq s3}

# In memory where there is room: what the tests ask of a server's disk is how far it was
# synced, and that is counted by the server. SAFEHOLD_SERVERS_DIR names another place.
if [ -z "${SAFEHOLD_SERVERS_DIR:-}" ]; then
  SAFEHOLD_SERVERS_DIR=${TMPDIR:-/tmp}
  if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 2000000 ]; then
    SAFEHOLD_SERVERS_DIR=/dev/shm
  fi
fi
export SAFEHOLD_SERVERS_DIR
data=$(mktemp -d "$SAFEHOLD_SERVERS_DIR/safehold-servers.XXXXXX")
# A server that does not run as root must pass through.
chmod 755 "$data"
started=""
child=""

# Sends a signal to all that the command started; tells whether it ended within tenths of a second.
end() {
  local tenth
  kill "-$1" -- "-$child" 2>/dev/null || return 0
  for tenth in $(seq "$2"); do
    kill -0 -- "-$child" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

stop() {
  local name
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    end INT 50 || end TERM 50 || end KILL 50 || true
  fi
  for name in $started; do
    "${name}_down" "$data/$name" || echo "servers: $name did not stop" >&2
  done
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

for name in $SERVERS; do
  # shellcheck source=/dev/null
  . "$root/scripts/servers/$name.sh"
  if "${name}_given"; then
    echo "servers: $name: the given one"
  else
    started="$name $started"
    "${name}_up" "$data/$name"
  fi
done

# A shell hears of a signal only once what runs in its foreground has ended, so nothing does.
run() {
  local ended=0
  set -m
  "$@" &
  child=$!
  set +m
  wait "$child" || ended=$?
  child=""
  return "$ended"
}

if [ $# -gt 0 ]; then
  run "$@"
  exit
fi

output=$data/output
status=0
run bash -c 'set -o pipefail; .venv/bin/pytest tests/servers | tee "$0"' "$output" || status=$?
passed=$(tail -n 1 "$output" | grep -oE '[0-9]+ passed' || echo "0 passed")
if tail -n 1 "$output" | grep -qE 'skipped|xfailed|no tests ran'; then
  echo "servers: a test was not run" >&2
  status=1
fi
[ "$status" -eq 0 ] || exit "$status"
echo "servers: $SERVERS: $passed"
