# The two commands of the README, and what they need. Debian with Python 3.11; see README.md.

PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON)),)
PYTHON = python3
endif
BIN := .venv/bin
WORKERS ?= $(shell nproc)

.PHONY: setup run test lint packages messages
.DEFAULT_GOAL := setup

setup: .venv/ready

.venv/ready: pyproject.toml
	@PYTHON=$(PYTHON) sh tools/packages.sh venv
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

run: setup
	$(BIN)/intake serve --demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

packages:
	@PYTHON=$(PYTHON) sh tools/packages.sh tests

test: packages lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

messages: setup
	$(BIN)/intake messages
