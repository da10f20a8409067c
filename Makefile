# Two commands do all the set-up on a machine that has only Python 3.11+, git and make:
#   make demo   and   make test
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?=
SECONDS ?= 60
export BADGES_BASE_URL ?= http://$(HOST):$(PORT)

.DEFAULT_GOAL := help
.PHONY: help demo serve test check lint format coverage conformance reference weights pictures fuzz bench clean

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.issuer  ## Issue three badges, then serve them on http://127.0.0.1:8000 (PORT=… to change)
	$(BIN)/badge-issuer demo
	$(BIN)/badge-issuer serve --host $(HOST) --port $(PORT)

serve: $(VENV)/.issuer  ## Serve what is in BADGES_DATA_DIR
	$(BIN)/badge-issuer serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev  ## Run every test (TESTS=path for some); what a machine lacks is skipped with its reason
	env -u BADGES_BASE_URL $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

check: lint coverage  ## Everything that CI runs

lint: $(VENV)/.dev  ## Style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## Lay out the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

coverage: $(VENV)/.dev  ## Run every test and show the lines that none reaches
	env -u BADGES_BASE_URL $(BIN)/coverage run -m pytest $(TESTS)
	$(BIN)/coverage report

conformance: $(VENV)/.dev  ## Write docs/reference/conformance.md again
	$(BIN)/python -m tools.conformance

reference: $(VENV)/.dev  ## Write docs/reference/checks/ and docs/reference/intakes/ again
	$(BIN)/python -m tools.reference

weights: $(VENV)/.dev  ## Write docs/reference/page-weights.md again
	$(BIN)/python -m tools.weights

pictures: $(VENV)/.dev  ## Draw the pictures of the French guides again (needs Chromium)
	$(BIN)/python -m tools.pictures

fuzz: $(VENV)/.dev  ## Look for inputs that break the verifier (SECONDS=60; Linux)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz $(SECONDS) $(VENV)/fuzz-seeds

bench: $(VENV)/.dev  ## Measure against peers, as ratios within one run
	$(BIN)/python -m benchmarks --save docs/explanation/performance

clean:  ## Remove the environment and what was generated (never BADGES_DATA_DIR)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage dist build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.issuer: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[issuer,verifier]'
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[issuer,verifier,postgres,dev]'
	touch $@ $(VENV)/.issuer
