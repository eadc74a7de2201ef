#!/usr/bin/env bash
# Withdrawals against deliveries, with kills, and what must go wrong without the drain.
#
#   scripts/hammer.sh postgresql|sqlite ATTEMPTS
#
# Ends with the line that says what was counted. The file of the embedded edition is in memory
# where there is room: what is asked is who sees what when, not how fast a disk is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

last() { awk '{ print; fflush() } /^hammer:/ { last = $0 } END { print last }'; }

case $1 in
  postgresql)
    SAFEHOLD_SERVERS=postgresql bash scripts/servers.sh \
      .venv/bin/pytest -q tests/servers/test_hammer.py --attempts "$2" | last
    ;;
  sqlite)
    folder=${TMPDIR:-/tmp}
    if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 2000000 ]; then
      folder=/dev/shm
    fi
    folder=$(mktemp -d "$folder/safehold-hammer.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    .venv/bin/pytest -q tests/integration/test_hammer.py --attempts "$2" \
      --basetemp="$folder/tests" | last
    ;;
  *)
    echo "usage: hammer.sh postgresql|sqlite ATTEMPTS" >&2
    exit 2
    ;;
esac
