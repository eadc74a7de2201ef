#!/usr/bin/env bash
# Lists what the product is shipped with: two CycloneDX files in build/sbom, and a licence for each part.
set -euo pipefail
cd "$(dirname "$0")/.."

out=build/sbom
uv=.venv/bin/uv
mkdir -p "$out"
for name in tool env; do
  [ -x "$out/$name/bin/python" ] || "$uv" venv -q --python .venv/bin/python "$out/$name"
done
"$uv" pip sync -q --python "$out/tool/bin/python" scripts/sbom.lock
"$uv" pip sync -q --python "$out/env/bin/python" requirements-run.lock

"$out/tool/bin/cyclonedx-py" environment "$out/env/bin/python" --pyproject pyproject.toml \
  --output-reproducible --spec-version 1.6 -o "$out/python.json"
(cd frontend && bash ../scripts/node.sh npm sbom --package-lock-only --omit dev \
  --sbom-format cyclonedx --sbom-type application) > "$out/pages.json"
.venv/bin/python scripts/licences.py "$out/python.json" "$out/pages.json" > "$out/licences.md"
tail -n 1 "$out/licences.md"
