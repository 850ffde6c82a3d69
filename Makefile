# make run    the demo shop with the helper page on http://127.0.0.1:8000
# make test   every test
# Python 3.11 or newer and make are all that must be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
SELF := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .

.PHONY: run test lint types architecture evaluate benchmark picture lock clean

run: $(VENV)/.installed
	$(BIN)/qinda train --if-missing
	$(BIN)/qinda demo
	$(BIN)/qinda serve

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

architecture: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q tests/test_architecture.py

picture: $(VENV)/.installed-dev
	$(BIN)/python docs/take_picture.py

benchmark: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/latency.py

evaluate: $(VENV)/.installed
	$(BIN)/qinda evaluate --out evaluation

lock: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --upgrade --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Qinda needs Python 3.11 or newer; set PYTHON=python3.11, for example.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python requirements.lock pyproject.toml intents/_kernel.c
	$(LOCKED) requirements.lock
	$(SELF)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(LOCKED) requirements-dev.lock
	@touch $@
