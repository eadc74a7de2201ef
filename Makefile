# Every target ends with its result; exit 0 only if it holds.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
STAMP := .venv/.ready

.PHONY: help setup run check test fix lock openapi vectors bench clean

help: ## show this help
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## own virtual environment with the locked dependencies; no sudo

$(STAMP): requirements.lock pyproject.toml
	bash scripts/setup.sh
	@touch $(STAMP)

run: setup ## the whole system, embedded, with a demonstration (Ctrl-C ends it)
	@exec .venv/bin/safehold up --demo --data data $(ARGS)

check: setup ## style, types, import directions, file lengths
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) scripts/check_lengths.py

test: setup ## every test that needs no other server (T=path K=pattern)
	.venv/bin/pytest $(T) $(if $(K),-k "$(K)")

fix: setup ## repair what can be repaired
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: setup ## write requirements.lock anew from pyproject.toml
	.venv/bin/uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal \
	  --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock

openapi: setup ## write api/openapi.json anew from the routes
	$(PY) scripts/write_openapi.py

vectors: setup ## write tests/vectors anew; they must not change
	$(PY) scripts/write_vectors.py

bench: setup ## measure against what people would use instead (ONLY=name)
	@bash bench/peers.sh
	$(PY) bench/run.py $(if $(ONLY),--only $(ONLY))

clean: ## remove what was built; keeps data/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build
