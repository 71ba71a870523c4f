# make help lists what there is.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev
HTML_CHECKER := tests/node/node_modules/vnu-jar/build/dist/vnu.jar
export PORT

.DEFAULT_GOAL := help
.PHONY: help serve test test-quick soak test-postgres dev check fix bench bench-postgres clean

help:  ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

serve: $(RUN_STAMP)  ## Install, prepare and serve the site on http://127.0.0.1:$PORT
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py serve

test: $(DEV_STAMP) $(HTML_CHECKER)  ## Every test on SQLite; browser tests where Chromium is found
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not deploy"

test-quick: $(DEV_STAMP)  ## The tests that start no server or browser and walk no whole catalogue
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not browser"

soak: $(DEV_STAMP)  ## The long ones: kills, crowds and backups at work, some 40 minutes
	$(BIN)/python -m pytest -m soak

test-postgres: $(DEV_STAMP)  ## Every test but the browser's on a PostgreSQL and a Redis started for it, and several nodes
	tests/with_postgres $(BIN)/python -m pytest -n auto --dist loadfile -m "not browser"

dev: $(DEV_STAMP)  ## Auto-reload with the debug toolbar
	@DEBUG=1 $(BIN)/python manage.py prepare
	@DEBUG=1 DEBUG_TOOLBAR=1 $(BIN)/python manage.py runserver $(PORT)

check: $(DEV_STAMP)  ## All that is checked without running: style, templates, migrations, settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: $(DEV_STAMP)  ## Format and mend what a tool can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(RUN_STAMP)  ## Measure speed and scale (ROWS, N, ROUNDS choose a part); docs/performance.md has the last whole run
	@$(BIN)/python -m benchmarks

bench-postgres: $(RUN_STAMP)  ## The same on a PostgreSQL started for it
	@tests/with_postgres $(BIN)/python -m benchmarks

clean:  ## Remove the virtual environment (never var/, which holds the data)
	rm -rf .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@$(PYTHON) -m venv .venv

$(RUN_STAMP): .venv/bin/python requirements.txt
	@echo "Installing (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# The Nu HTML checker, where npm is found; its test says so where it is not.
$(HTML_CHECKER): tests/node/package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix tests/node && touch $@; fi

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.txt
	@echo "Installing what tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
