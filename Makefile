# Every target ends with its result; exit 0 only if it holds.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
STAMP := .venv/.ready
# Runs a program of the front end with a Node that is new enough; it fetches one if need be.
NODE := bash scripts/node.sh
MODULES := frontend/node_modules/.ready
PAGES := api/static/survivor/index.html

.PHONY: help setup run pages check test test-servers tamper adversaries kills crash hammer browser fix lock dist sbom openapi vectors verifier bench clean

help: ## show this help
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(MODULES) ## own virtual environment and modules, as locked; no sudo

$(STAMP): requirements.lock pyproject.toml
	bash scripts/setup.sh
	@touch $(STAMP)

$(MODULES): frontend/package-lock.json frontend/.npmrc frontend/node.lock | $(STAMP)
	$(NODE) npm ci --loglevel=error
	@touch $(MODULES)

pages: $(PAGES) ## build the survivor's pages into api/static

$(PAGES): $(MODULES) frontend/vite.config.ts vault/words.txt $(shell find frontend/src -type f)
	$(NODE) npm run -s build -- --logLevel warn
	@echo "pages: built"

run: $(STAMP) ## the whole system, embedded, with a demonstration (Ctrl-C ends it)
	@$(MAKE) --no-print-directory pages || echo "run: the survivor's pages could not be built" \
	  "(see above); everything else runs, and so does the command line"
	@exec .venv/bin/safehold up --demo --data data $(ARGS)

check: setup ## style, types, import directions, file lengths
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) scripts/check_lengths.py
	$(NODE) npm run -s check

test: setup ## every test that needs no other server (T=path K=pattern, T=frontend/tests/...)
ifeq ($(filter frontend/%,$(T)),)
	.venv/bin/pytest $(T) $(if $(K),-k "$(K)")
endif
ifneq ($(filter frontend/%,$(T))$(if $(T)$(K),,all),)
	$(NODE) npm test -s -- $(patsubst frontend/%,%,$(T)) $(if $(K),-t "$(K)")
endif

test-servers: setup ## what needs real servers, started here on loopback for the time being
	@bash scripts/servers.sh

tamper: setup ## random changes of packages, asked of all three verifiers (N=changes SEED=word)
	@PYTHONPATH=. $(PY) -m tests.tamper.run --count $(or $(N),2000) --seed $(or $(SEED),tamper)

adversaries: setup ## what each adversary tries and gets, by the real system; the table of docs/threat-model.md
	@.venv/bin/pytest -qq tests/adversaries --adversaries -p no:randomly

kills: setup ## workers killed while they select, half in the vault, half beside it (N=kills)
	@.venv/bin/pytest -q -s tests/killed/test_selecting.py -k one_outcome --kills $(or $(N),100)

crash: setup ## every process killed at random moments, and the power cut (N=moments)
	.venv/bin/pytest -q -s tests/durability tests/killed/test_any_process.py \
	  --crashes $(or $(N),200) --process-kills $(or $(N),200)

hammer: setup ## withdrawals against deliveries, with kills (DB=postgresql|sqlite N=attempts)
	@bash scripts/hammer.sh $(or $(DB),postgresql) $(or $(N),50000)

browser: setup pages ## her pages in real Chromium; writes docs/screens
	@bash scripts/browser.sh

fix: setup ## repair what can be repaired
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(NODE) npm run -s fix

LOCK := .venv/bin/uv pip compile --python-version 3.11 --universal --generate-hashes \
  --no-emit-index-url --no-header -q

lock: setup ## write requirements.lock, and of it what the product runs with, from pyproject.toml
	$(LOCK) pyproject.toml --extra dev -o requirements.lock
	$(LOCK) pyproject.toml -c requirements.lock --no-annotate -o requirements-run.lock

dist: setup $(MODULES) ## the wheel of what is committed, built twice, with its hash, in dist
	@bash scripts/dist.sh

sbom: setup ## list what the product is shipped with (CycloneDX), and its licences, in build/sbom
	@bash scripts/sbom.sh

openapi: setup ## write api/openapi.json anew from the routes
	$(PY) scripts/write_openapi.py

vectors: setup ## write tests/vectors anew; they must not change
	$(PY) scripts/write_vectors.py
	PYTHONPATH=. $(PY) -m tests.cli.custody_golden

verifier: setup ## build verify.py and verify.html, which go into releases and to a court
	$(PY) scripts/build_verifier.py
	bash scripts/node.sh node verifier.ts

bench: setup ## measure against what people would use instead (ONLY=name)
	@bash bench/peers.sh
	$(PY) bench/run.py $(if $(ONLY),--only $(ONLY))

clean: ## remove what was built; keeps data/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build frontend/node_modules api/static
