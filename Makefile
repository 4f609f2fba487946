# Everything runs in .venv, which is filled from pyproject.toml, and again when that file changes.

PYTHON ?= python3
VENV ?= .venv
ADDRESS ?= 127.0.0.1:8000
# More arguments for pytest: make test ARGS="tests/core -k names"; with "-n 0" all tests run in one process
ARGS ?=

BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BENCH := $(VENV)/.bench

# Keep Material from announcing at every start what comes after MkDocs 1; pyproject.toml stays with that.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.DEFAULT_GOAL := help
.PHONY: help install serve test lint format types check rules bench site wheel clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Make .venv with Trimtab and the tools to work on it

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Trimtab needs Python 3.11 or newer. Name one: make PYTHON=python3.13" >&2; exit 1; }
	@echo "Installing Trimtab and its tools into $(VENV), once; this takes a minute."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

serve: $(INSTALLED) ## Show our library at http://127.0.0.1:8000, anew after each change
	@echo "Building; soon at http://$(ADDRESS)/ (stop with Ctrl+C)"
	@$(BIN)/mkdocs serve --dev-addr $(ADDRESS) $(addprefix --watch ,$(wildcard overrides plugins/trimtab/theme))

test: $(INSTALLED) ## Run all tests; finds or installs a Chromium for those that need a browser
	@if TRIMTAB_CHROMIUM="$$(sh tests/browser/chromium.sh $(BIN)/python)"; then export TRIMTAB_CHROMIUM; \
	elif [ "$${CI:-}" = true ]; then exit 1; \
	else unset TRIMTAB_CHROMIUM; fi; \
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

lint: $(INSTALLED) ## Check the code's style
	@$(BIN)/ruff check plugins tests
	@$(BIN)/ruff format --check plugins tests

format: $(INSTALLED) ## Mend the code's style where that needs no thought
	@$(BIN)/ruff check --fix plugins tests
	@$(BIN)/ruff format plugins tests

types: $(INSTALLED) ## Check the code's types
	@$(BIN)/mypy

check: $(INSTALLED) ## Check our library
	@$(BIN)/trimtab check --strict

rules: $(INSTALLED) ## Write the guide's page of rules from their docstrings
	@$(BIN)/python -m trimtab.rules > patterns/guide/rules.md.new && mv patterns/guide/rules.md.new patterns/guide/rules.md

bench: $(BENCH) ## Measure the speed, some minutes: make bench ARGS="--patterns 3600 --only trimtab plain"
	@PYTHONPATH=tests $(BIN)/python -m bench $(ARGS)

# Others to measure ourselves against, which nothing else needs
$(BENCH): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --group bench
	@touch $@

site: $(INSTALLED) ## Build our library into site/; warnings count as errors
	@$(BIN)/mkdocs build --strict

wheel: $(INSTALLED) ## Build the wheel into dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean: ## Remove what was built; .venv stays
	@rm -rf site dist .site-* .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	@find plugins tests -name __pycache__ -type d -prune -exec rm -rf {} +
