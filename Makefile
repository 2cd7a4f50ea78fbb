# Two commands matter: `make demo` and `make test`. Both work on a fresh machine with
# python3 (3.11 or later), python3-venv, make and gcc, in any directory, twice.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PY := .venv/bin/python
ARGS ?=

.PHONY: help demo demo-can-start test check lint types layers tests bench docs requirements clean screenshots

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/base.stamp: requirements/base.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or later, or call make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) requirements/check_machine.py install --headless
	@test -x $(PY) || $(PYTHON) -m venv .venv || { echo "python3 -m venv failed: install Debian's python3-venv package." >&2; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/base.stamp requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: demo-can-start .venv/base.stamp ## load the demonstration practice, then serve it (ARGS=--headless: do not serve)
	@$(PY) -m cleanclaim demo $(ARGS)

demo-can-start: # said before minutes of installing, not after them
	@! command -v $(PYTHON) >/dev/null || $(PYTHON) requirements/check_machine.py start $(ARGS)

test: .venv/dev.stamp lint types layers tests ## everything CI checks

check: .venv/dev.stamp lint types layers ## the quick part of test

lint: .venv/dev.stamp
	$(PY) -m ruff check src tests benchmarks examples
	$(PY) -m ruff format --check src tests benchmarks examples

types: .venv/dev.stamp
	$(PY) -m mypy

layers: .venv/dev.stamp
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-cache

tests: .venv/dev.stamp
	$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

bench: .venv/dev.stamp ## ratios against named peers and limits
	$(PY) -m benchmarks

screenshots: .venv/dev.stamp ## a picture of every screen, 1280 and 360 pixels wide, into screenshots/
	$(PY) -m tests.browser.screenshots screenshots

docs: .venv/dev.stamp ## build the documentation into site/
	$(PY) -m zensical build --clean

requirements: .venv/dev.stamp ## compile the pinned, hashed requirements again
	$(PY) -m uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --custom-compile-command 'make requirements' requirements/base.in -o requirements/base.txt
	$(PY) -m uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --custom-compile-command 'make requirements' requirements/dev.in -o requirements/dev.txt

clean: ## remove what was installed and built (not the data directory)
	rm -rf .venv site .mypy_cache .ruff_cache .pytest_cache .hypothesis
