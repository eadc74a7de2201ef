#!/usr/bin/env bash
# RabbitMQ for tests: a node of its own over TLS, on free ports of loopback.
#
#   . scripts/servers/rabbitmq.sh        gives rabbitmq_given, rabbitmq_up, rabbitmq_down
#   scripts/servers/rabbitmq.sh up|start|stop|down DIR
#
# `up` makes a node from definitions as docs/operations.md 12 has them and starts it, and leaves
# in DIR: address, cert.pem, and a file with the password of each user (password.NAME). `stop`
# ends the node and keeps what it has; `start` brings it back. There is no guest.
# Programs: what the machine has, else the Debian packages (root; 40 MB).
#
# SAFEHOLD_TEST_RABBITMQ names such a folder.

# The vault publishes, a worker consumes; `tests` may do everything, to look and to forge.
RABBITMQ_USERS="vault worker tests"
_rmq_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/debian.sh
. "$_rmq_root/scripts/debian.sh"

rabbitmq_given() { [ -n "${SAFEHOLD_TEST_RABBITMQ:-}" ]; }

rabbitmq_up() {
  local dir=$1 name ports
  _rmq_programs || return 1
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -subj /CN=localhost -addext "subjectAltName=IP:127.0.0.1,DNS:localhost" \
    -keyout "$dir/tls.key" -out "$dir/cert.pem" 2>/dev/null || return 1
  for name in $RABBITMQ_USERS; do
    (umask 077 && openssl rand -hex 16 >"$dir/password.$name")
  done
  "$_rmq_root/.venv/bin/python" "$_rmq_root/scripts/servers/rabbitmq_definitions.py" "$dir" \
    >"$dir/definitions.json" || return 1
  ports=$("$_rmq_root/.venv/bin/python" - <<'PY'
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(each.getsockname()[1] for each in held))
PY
  )
  printf '%s\n' "$ports" >"$dir/ports"
  echo '[].' >"$dir/plugins"
  cat >"$dir/rabbitmq.conf" <<CONF
listeners.tcp = none
listeners.ssl.default = 127.0.0.1:${ports%% *}
ssl_options.certfile = $dir/cert.pem
ssl_options.keyfile = $dir/tls.key
ssl_options.cacertfile = $dir/cert.pem
ssl_options.verify = verify_none
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2
load_definitions = $dir/definitions.json
disk_free_limit.absolute = 50MB
# Longer than the longest job.
consumer_timeout = 21600000
CONF
  rabbitmq_start "$dir" || return 1
  printf 'amqps://127.0.0.1:%s/safehold\n' "${ports%% *}" >"$dir/address"
  export SAFEHOLD_TEST_RABBITMQ=$dir
}

rabbitmq_start() {
  local dir waited=0 port dist epmd
  dir=$(cd "$1" && pwd)
  read -r port dist epmd <"$dir/ports"
  # In a session of its own: a signal to the tests must not reach it. Nothing reads its input.
  HOME=$dir RABBITMQ_NODENAME=safehold@localhost RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf \
    RABBITMQ_MNESIA_BASE=$dir/mnesia RABBITMQ_LOG_BASE=$dir/log RABBITMQ_PID_FILE=$dir/node.pid \
    RABBITMQ_ENABLED_PLUGINS_FILE=$dir/plugins RABBITMQ_DIST_PORT=$dist ERL_EPMD_PORT=$epmd \
    ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP_BYTES=0 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none" \
    setsid /usr/lib/rabbitmq/bin/rabbitmq-server </dev/null >>"$dir/out" 2>&1 &
  echo $! >"$dir/pid"
  # The node listens once its definitions are there.
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    sleep 0.1
    waited=$((waited + 1))
    if [ "$waited" -gt 900 ] || ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then
      tail -n 20 "$dir/out" >&2
      return 1
    fi
  done
}

rabbitmq_stop() {
  local pid tenth
  [ -f "$1/pid" ] || return 0
  pid=$(cat "$1/pid")
  rm -f "$1/pid"
  kill "$pid" 2>/dev/null || return 0
  for tenth in $(seq 150); do
    # Where nobody collects the dead, its number still looks taken.
    grep -qs '^State:.[^ZX]' "/proc/$pid/status" || return 0
    sleep 0.1
  done
  kill -9 -- "-$pid" 2>/dev/null || true
}

rabbitmq_down() {
  local epmd
  rabbitmq_stop "$1"
  if [ -f "$1/ports" ]; then
    epmd=$(cut -d' ' -f3 "$1/ports")
    epmd -port "$epmd" -kill >/dev/null 2>&1 || true
  fi
  rm -rf "$1"
}

_rmq_programs() {
  [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || ! command -v openssl >/dev/null || return 0
  debian_packages rabbitmq-server openssl || {
    echo "servers: no RabbitMQ here, and none could be fetched; as root:" \
      "apt-get install --no-install-recommends rabbitmq-server" >&2
    return 1
  }
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  case ${1:-} in
    up) rabbitmq_up "$2" && echo "$SAFEHOLD_TEST_RABBITMQ" ;;
    start) rabbitmq_start "$2" ;;
    stop) rabbitmq_stop "$2" ;;
    down) rabbitmq_down "$2" ;;
    *) echo "usage: rabbitmq.sh up|start|stop|down DIR" >&2; exit 2 ;;
  esac
fi
