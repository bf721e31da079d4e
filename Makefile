# Fairway's commands. `make run` shows the whole product on this machine, `make test` passes all checks.
PYTHON ?= python3
BIN := .venv/bin
# Of tests: one more than there are processors, for half of them wait for a database.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

# What needs no network, no process and no server: pure functions, and stories on paper.
PAPER := tests/dialogs tests/storage tests/test_architecture.py tests/test_screens.py tests/test_sample_fair.py \
  $(wildcard tests/handlers/*/test_renderer.py tests/handlers/*/test_updates.py) \
  tests/scheduler/test_composing.py tests/scheduler/test_pacing.py
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal

# Where it is set, every process would compile everything anew, also each that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run lint check test test-all test-long shield bench messages lock

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Fairway needs Python 3.11 or newer; $$($(PYTHON) --version 2>&1) was found. Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: .venv/.run  ## only the .venv

run: .venv/.run  ## the simulator and the bot with the sample fair; prints one address to open
	$(BIN)/fairway demo

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint  ## lint, types, import contracts, pure tests and stories on SQLite: for every few minutes
	$(PYTEST) --engines sqlite $(PAPER)

test: lint  ## lint, types, import contracts, all tests; on PostgreSQL what depends on it
	$(PYTEST)

test-all: lint  ## the same with every story on both databases, and more kills, seeds and rivals
	FAIRWAY_TEST_ALL=1 $(PYTEST) --engines all

test-long: .venv/.dev  ## that a million subscriptions and ended letters hold nothing up; prints the figures
	FAIRWAY_TEST_LONG=1 $(BIN)/pytest -s tests/test_standing_still.py tests/storage/test_past.py tests/dialogs/test_scrubbing.py tests/test_long_exports.py

shield: .venv/.dev  ## every attack in full size, with figures beside their pass lines; then known holes of dependencies
	FAIRWAY_TEST_SHIELD=1 $(PYTEST) -q -m shield
	$(BIN)/python -m tests.shield.advisories

bench: .venv/.dev  ## speed and memory as ratios against peers; not part of the tests
	$(BIN)/python -m benchmarks

messages: .venv/.dev  ## collect phrases into locales/ after a change of texts
	$(BIN)/python -m bot.messages

lock:  ## renew the lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build --extra demo -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build --extra demo --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	echo 'pip-audit>=2.10,<3' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements-audit.lock -
