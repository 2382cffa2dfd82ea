# Two commands: `make run` and `make test`. `make help` lists the others and the variables.

PYTHON ?= python3
VENV := .venv/bin/python
.DEFAULT_GOAL := help

# Given on the command line or in the environment, they reach the programs either way.
export PORT HOST DATA DATABASE_URL DEMO DEMO_PASSWORD BACKUPS BACKUP_RECIPIENT
# Else each of the many processes of a start or a test run would compile all modules for itself.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## Say what can be made
	@echo "make run         Start the application and open it at http://127.0.0.1:8000"
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | grep -v -E '^(run|help):' | sed 's/:.*## /:/' | awk -F: '{printf "make %-12s%s\n", $$1, $$2}'
	@echo
	@echo "Variables, as in: make run PORT=8123 DATA=/srv/centre"
	@echo "  PORT           where the web server listens (8000)"
	@echo "  HOST           who reaches it (127.0.0.1: this machine only)"
	@echo "  DATA           the folder of everything that must not be lost (var/)"
	@echo "  DATABASE_URL   a Postgres server to use; without it we run our own, kept in DATA"
	@echo "  DEMO=0         start with an empty installation and set up your own centre"
	@echo "  DEMO_PASSWORD  the password of the demonstration's accounts (else one is made)"

.PHONY: run
run: .python ## Start the application
	@$(PYTHON) deploy/bootstrap.py run
	@exec $(VENV) -m citedesmetiers.supervisor

.PHONY: test
test: .testing ## Run all checks and all tests
	@.ci/checks.sh
	@exec $(VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: check
check: .testing ## Run the linters and the fast tests
	@.ci/checks.sh
	@exec $(VENV) -m pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder --ignore=tests/browser -m "not installation and not thorough"

.PHONY: bench
bench: .testing ## Measure speed and load beside their floors
	@exec $(VENV) -m bench

.PHONY: backup
backup: .python ## Save the database and the uploads in one file
	@$(PYTHON) deploy/bootstrap.py run
	@$(VENV) manage.py backup

.PHONY: restore
restore: .python ## Put a backup into an empty place: make restore FILE=… DATA=…
	@$(PYTHON) deploy/bootstrap.py run
	@$(VENV) manage.py restore "$(FILE)" $(if $(IDENTITY),--identity "$(IDENTITY)")

.PHONY: locks
locks: .testing ## Choose the dependencies' versions anew
	@$(VENV) -m uv pip compile $(LOCK) pyproject.toml --output-file requirements.lock
	@$(VENV) -m uv pip compile $(LOCK) pyproject.toml --extra test --output-file requirements-test.lock
	@cd deploy/html-checker && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --save-exact vnu-jar@latest
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.PHONY: messages
messages: .testing ## Bring the translations' source up to date and compile them
	@$(VENV) manage.py makemessages --all
	@$(VENV) manage.py compilemessages --ignore .venv --ignore var --verbosity 0

.PHONY: screenshots
screenshots: .testing ## Take the pictures of every screen anew from the demonstration
	@exec $(VENV) -m docs.screenshots

.PHONY: .testing
.testing: .python
	@$(PYTHON) deploy/bootstrap.py test

.PHONY: .python
.python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: install python3, then start again."; exit 1; }
