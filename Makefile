# Every target sets itself up: Python 3.11+, pip, make and git are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo

.PHONY: help demo test check format schema picture bench study clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/.user: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[all]'
	@touch $@

$(VENV)/.dev: $(VENV)/.user constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev
	@touch $@

demo: $(VENV)/.user ## the main job on a bundled example
	$(BIN)/xlakit demo $(DEMO)

test: check ## every check and every test
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev ## style, types and layers, without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev ## put the code into the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: $(VENV)/.dev ## write the JSON Schema of agreement files anew
	$(BIN)/python -m xlakit.agreement.schema

picture: $(VENV)/.user ## draw the picture of the README anew
	$(BIN)/python docs/picture.py

bench: $(VENV)/.dev ## business time and clocks beside other ways to do them, as ratios
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	$(BIN)/python -m benchmarks

study: $(VENV)/.dev ## what the rules find, and how often they find what is not there, over seeded scans
	$(BIN)/python -m studies

clean: ## remove what was made
	rm -rf $(VENV) $(DEMO) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
