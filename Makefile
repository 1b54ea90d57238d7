# Local Hub: what you can ask for. `make help` needs nothing installed; everything else brings what it needs.

BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
SETUP := .venv/.setup
TESTING := .venv/.testing
LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q pyproject.toml
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --ignore-scripts --no-audit --no-fund

.DEFAULT_GOAL := help
.PHONY: help setup run test check words soak bench screenshots lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(SETUP) ## Make .venv and install the locked packages into it

run: $(SETUP) ## Serve the sample town and the places of feeds.yaml on http://127.0.0.1:8000
	$(BIN)/hub demo --with feeds.yaml

test: $(TESTING) ## Run every test on both databases and in a browser (HUB_TEST_WITHOUT=browser leaves that out)
	@$(BIN)/python -m tests.run $(if $(COVERAGE),--coverage)

check: $(TESTING) ## Format, lint, types, contracts, then every test with coverage; stops at the first red
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test COVERAGE=1

words: $(TESTING) ## Collect every sentence of the interface and say which ones a language lacks
	@$(BIN)/python -m tests.words

soak: $(TESTING) ## The long truths: every collected feed and calendar, kills, backups (needs HUB_CORPUS)
	@$(BIN)/python -m bench.soak

bench: $(SETUP) ## Measure the fetcher beside another one, conversations, calendars, hostile mentions, kept pages, and pages of a hub of a million items
	@missed=0; for part in bench bench.rhythm bench.due bench.badservers bench.meaning bench.calendars bench.pairing bench.agreeing bench.conversations bench.month bench.mentions bench.digests bench.front bench.pages; do $(BIN)/python -m $$part || missed=1; done; exit $$missed

screenshots: $(TESTING) ## Take pictures of every page of the sample town at three widths, into var/screenshots
	@$(BIN)/python -m tests.browser.screenshots

lock: ## Resolve all packages anew and write both lock files (needs uv)
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group build --group test -o requirements-test.lock

clean: ## Throw away what was installed and measured; var/ with its databases stays
	rm -rf .venv node_modules web/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* htmlcov

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Local Hub needs Python 3.11 or newer: install it, or name it: make setup PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make a virtual environment here; on Debian: apt install python3-venv"; exit 1; }

$(SETUP): requirements.lock pyproject.toml package-lock.json | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(NPM) --omit=dev
	install -D -m 644 node_modules/htmx.org/dist/htmx.esm.min.js web/static/vendor/htmx.js
	install -m 644 node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css web/static/vendor/
	@touch $@

$(TESTING): requirements-test.lock package-lock.json $(SETUP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(NPM)
	@touch $@
