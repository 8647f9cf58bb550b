# `make run` and `make test` are all a newcomer needs; docs/operating.md tells the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TEST_WORKERS ?= 2
export PORT

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
# The driver is installed only for those who name a PostgreSQL database.
INSTALLED := $(BIN)/.installed $(if $(findstring postgres,$(DATABASE_URL))$(DATABASE_URL_FILE),$(BIN)/.installed-postgres)

.PHONY: run demo test test-fast lint format lock check-content backup restore pdf heic push redis clean

run: $(INSTALLED) ## Serve on http://localhost:8000 (PORT= for another)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/gunicorn tracker.wsgi

# A folder of its own, so that nobody's diary lies beside the made-up ones.
demo: export DEMO := on
demo: export VAR_DIR := $(or $(VAR_DIR),var/demo)
demo: $(INSTALLED) ## Serve with two made-up people; prints how to sign in as them
	@$(BIN)/python manage.py prepare
	@$(BIN)/python manage.py make_demo
	@exec $(BIN)/gunicorn tracker.wsgi

test: $(BIN)/.installed-dev ## Every test; those with a browser need Chromium
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile

test-fast: $(BIN)/.installed-dev ## Every test without a browser
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile -m "not browser"

lint: $(BIN)/.installed-dev ## Style, types, import rules, templates, migrations, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy rehab tracker
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(MAKE) --no-print-directory check-content

format: $(BIN)/.installed-dev ## Lay out the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

check-content: $(INSTALLED) ## Read all of rehab/content and list every fault
	@$(BIN)/python manage.py check_content

backup: $(INSTALLED) ## Copy the database into var/backups
	@$(BIN)/python manage.py backup

restore: $(INSTALLED) ## Put a copy back: make restore FILE=var/backups/...
	@test -n "$(FILE)" || { echo "Name the copy: make restore FILE=var/backups/..." >&2; exit 2; }
	@$(BIN)/python manage.py restore "$(FILE)"

lock: $(BIN)/.installed-dev ## Pin all requirements anew, with hashes
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-postgres.txt requirements-postgres.in
	$(LOCK) --output-file requirements-report.txt requirements-report.in
	$(LOCK) --output-file requirements-heic.txt requirements-heic.in
	$(LOCK) --output-file requirements-push.txt requirements-push.in
	$(LOCK) --output-file requirements-redis.txt requirements-redis.in
	$(LOCK) --output-file requirements-dev.txt requirements-dev.in

pdf: $(INSTALLED) ## Install what PDF files of the report need, on top of Debian's Pango
	$(PIP) -r requirements-report.txt
	@$(BIN)/python -c 'import weasyprint' 2>/dev/null \
		|| { echo "Install Pango too: apt-get install libpango-1.0-0 libpangoft2-1.0-0" >&2; exit 2; }

push: $(INSTALLED) ## Install what messages to phones need
	$(PIP) -r requirements-push.txt

redis: $(INSTALLED) ## Install what jobs on several machines need
	$(PIP) -r requirements-redis.txt

heic: $(INSTALLED) ## Install what reading HEIC photos of phones needs
	$(PIP) -r requirements-heic.txt

clean: ## Remove the virtualenv and what tools cached; the data in var stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(BIN)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing requirements ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(BIN)/.installed-postgres: requirements-postgres.txt | $(BIN)/.installed
	@$(PIP) -r requirements-postgres.txt
	@touch $@

$(BIN)/.installed-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing requirements for development ..."
	@$(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@ $(BIN)/.installed
