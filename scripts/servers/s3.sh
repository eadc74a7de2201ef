#!/usr/bin/env bash
# An S3 store for tests: Ceph's RADOS gateway over TLS, on free ports of loopback, in memory.
#
#   . scripts/servers/s3.sh        gives s3_given, s3_up, s3_down
#   scripts/servers/s3.sh up|start|stop|down DIR
#
# `up` makes and starts a cluster of one monitor, one store and one gateway, and leaves in DIR:
# address, cert.pem, and a file with access key and secret for each identity (key.NAME).
# `stop` ends the gateway alone and `start` brings it back. Programs: what the machine has,
# else the Debian packages (root; 69 MB).
#
# SAFEHOLD_TEST_S3 names such a folder; what it needs of a store that is not ours is the same
# files, and a `radosgw-admin` only where a test changes a quota.

S3_PACKAGES="radosgw ceph-mon ceph-osd"
S3_IDENTITIES="custody releases worker gateway"
_s3_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/debian.sh
. "$_s3_root/scripts/debian.sh"

s3_given() { [ -n "${SAFEHOLD_TEST_S3:-}" ]; }

s3_up() {
  local dir=$1 fsid osd name
  _s3_programs || return 1
  mkdir -p "$dir"/{mon,osd,run,log}
  dir=$(cd "$dir" && pwd)
  fsid=$(cat /proc/sys/kernel/random/uuid)
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -subj /CN=localhost -addext "subjectAltName=IP:127.0.0.1,DNS:localhost" \
    -keyout "$dir/tls.key" -out "$dir/cert.pem" 2>/dev/null || return 1
  _s3_ports "$dir"
  _s3_conf "$dir" "$fsid"
  local conf=$dir/ceph.conf
  monmaptool --create --clobber --fsid "$fsid" \
    --addv a "[v2:127.0.0.1:${S3_PORTS[0]},v1:127.0.0.1:${S3_PORTS[1]}]" "$dir/monmap" \
    >/dev/null || return 1
  ceph-mon -i a --mkfs --monmap "$dir/monmap" -c "$conf" || return 1
  _s3_begin "$dir" mon ceph-mon -i a -c "$conf" -f
  ceph -c "$conf" --connect-timeout 20 -s >/dev/null 2>&1 || { _s3_told "$dir"; return 1; }
  osd=$(cat /proc/sys/kernel/random/uuid)
  ceph -c "$conf" osd new "$osd" >/dev/null || return 1
  ceph-osd -i 0 --mkfs --osd-uuid "$osd" -c "$conf" >"$dir/log/mkfs" 2>&1 || return 1
  _s3_begin "$dir" osd ceph-osd -i 0 -c "$conf" -f
  s3_start "$dir" || return 1
  for name in $S3_IDENTITIES; do
    _s3_user "$dir" "$name" || { _s3_told "$dir"; return 1; }
  done
  printf 'https://127.0.0.1:%s\n' "${S3_PORTS[3]}" >"$dir/address"
  export SAFEHOLD_TEST_S3=$dir
}

s3_start() {
  local waited=0 plain
  _s3_begin "$1" rgw radosgw -f -n client.rgw.a -c "$1/ceph.conf"
  plain=$(cat "$1/plain")
  until curl -s -o /dev/null "http://127.0.0.1:$plain/"; do
    sleep 0.1
    waited=$((waited + 1))
    if [ "$waited" -gt 600 ] || ! kill -0 "$(cat "$1/rgw.pid")"; then
      _s3_told "$1"
      return 1
    fi
  done
}

# A gateway that is killed is waited for by the store for half a minute, so it ends by itself.
s3_stop() { _s3_end "$1" rgw 150; }

s3_down() {
  local part
  for part in rgw osd mon; do _s3_end "$1" "$part"; done
  rm -rf "$1"
}

# A process in a session of its own: a signal to the tests must not reach it.
_s3_begin() {
  local dir=$1 part=$2
  shift 2
  setsid "$@" </dev/null >"$dir/log/$part.out" 2>&1 &
  echo $! >"$dir/$part.pid"
}

_s3_end() {
  local pid tenth
  [ -f "$1/$2.pid" ] || return 0
  pid=$(cat "$1/$2.pid")
  rm -f "$1/$2.pid"
  kill "$pid" 2>/dev/null || return 0
  for tenth in $(seq "${3:-20}"); do
    # Where nobody collects the dead, its number still looks taken.
    grep -qs '^State:.[^ZX]' "/proc/$pid/status" || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
}

_s3_told() { tail -n 5 "$1"/log/* >&2; }

_s3_user() {
  local access secret more=""
  access=$("$_s3_root/.venv/bin/python" -c 'import secrets; print(secrets.token_hex(10))')
  secret=$("$_s3_root/.venv/bin/python" -c 'import secrets; print(secrets.token_hex(20))')
  # -1: may make no bucket.
  case $2 in worker | gateway) more=--max-buckets=-1 ;; esac
  # shellcheck disable=SC2086
  radosgw-admin -c "$1/ceph.conf" user create --uid="$2" --display-name="$2" \
    --access-key="$access" --secret="$secret" $more >"$1/log/user-$2" 2>&1 || return 1
  (umask 077 && printf '%s\n%s\n' "$access" "$secret" >"$1/key.$2")
}

_s3_ports() {
  # monitor (two), gateway without and with TLS, then eight for the store to choose from.
  mapfile -t S3_PORTS < <("$_s3_root/.venv/bin/python" - <<'PY'
import socket
held = []
for first in range(21000, 32000, 12):
    try:
        held = [socket.create_server(("127.0.0.1", first + n)) for n in range(12)]
    except OSError:
        continue
    print(*range(first, first + 12), sep="\n")
    break
for each in held:
    each.close()
PY
  )
  echo "${S3_PORTS[2]}" >"$1/plain"
}

_s3_conf() {
  cat >"$1/ceph.conf" <<CONF
[global]
fsid = $2
mon host = [v2:127.0.0.1:${S3_PORTS[0]}/0,v1:127.0.0.1:${S3_PORTS[1]}/0]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
client mount timeout = 20
admin socket = $1/run/\$name.asok
run dir = $1/run
log file = $1/log/\$name.log
mon cluster log file = $1/log/cluster.log
osd pool default size = 1
osd pool default min size = 1
mon allow pool size one = true
mon allow pool delete = true
osd crush chooseleaf type = 0
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon max pg per osd = 1000
mon warn on pool no redundancy = false
[mon]
mon data = $1/mon
mon data avail crit = 1
mon data avail warn = 2
paxos propose interval = 0.05
[osd]
osd data = $1/osd
osd objectstore = memstore
osd memory target = 939524096
memstore device bytes = 4294967296
osd op num shards = 2
osd op num threads per shard = 1
osd scrub load threshold = 0.0
ms bind port min = ${S3_PORTS[4]}
ms bind port max = ${S3_PORTS[11]}
[client.rgw.a]
rgw frontends = beast tcp_nodelay=1 endpoint=127.0.0.1:${S3_PORTS[2]} ssl_endpoint=127.0.0.1:${S3_PORTS[3]} ssl_certificate=$1/cert.pem ssl_private_key=$1/tls.key
rgw crypt require ssl = true
rgw thread pool size = 32
rgw enable gc threads = true
rgw enable usage log = false
rgw ops log rados = false
rgw dns name = localhost
rgw bucket quota ttl = 0
rgw user quota bucket sync interval = 1
CONF
}

_s3_programs() {
  local program missing=""
  for program in radosgw radosgw-admin ceph ceph-mon ceph-osd monmaptool openssl curl; do
    command -v "$program" >/dev/null || missing=$program
  done
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086
  debian_packages $S3_PACKAGES openssl curl || {
    echo "servers: no Ceph gateway here, and none could be fetched; as root:" \
      "apt-get install --no-install-recommends $S3_PACKAGES" >&2
    return 1
  }
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  case ${1:-} in
    up) s3_up "$2" && echo "$SAFEHOLD_TEST_S3" ;;
    start) s3_start "$2" ;;
    stop) s3_stop "$2" ;;
    down) s3_down "$2" ;;
    *) echo "usage: s3.sh up|start|stop|down DIR" >&2; exit 2 ;;
  esac
fi
