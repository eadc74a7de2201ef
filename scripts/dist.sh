#!/usr/bin/env bash
# Builds the wheel of what is committed, twice, in two folders of different names, from the sources
# alone; gives it out, with its hash and the lock to install it with, if both are the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)

for name in first a-second; do
  mkdir -p "$work/$name/frontend"
  git archive HEAD | tar -x -C "$work/$name"
  ln -s "$PWD/frontend/node_modules" "$work/$name/frontend/node_modules"
  bash scripts/node.sh bash -c "cd '$work/$name/frontend' && npm run -s build -- --logLevel warn"
  .venv/bin/uv build -q --wheel --build-constraint scripts/dist.lock --require-hashes \
    --out-dir "$work/$name/dist" "$work/$name"
done

wheel=$(basename "$work"/first/dist/*.whl)
if ! cmp "$work/first/dist/$wheel" "$work/a-second/dist/$wheel"; then
  echo "dist: two builds of one commit differ; nothing is given out" >&2
  exit 1
fi
mkdir -p dist
cp "$work/first/dist/$wheel" requirements-run.lock dist/
(cd dist && sha256sum "$wheel" requirements-run.lock > SHA256SUMS)
echo "dist: $wheel, built twice, the same bytes: $(cut -c1-64 dist/SHA256SUMS | head -n 1)"
