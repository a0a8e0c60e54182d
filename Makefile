# The commands of this project. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

# One worker runs a file, one all of the browser's; in the order that tests/conftest.py gives them.
WORKERS := -n auto --dist loadfile --no-loadscope-reorder
# Rooms whose tests `make check` leaves out as a whole.
SLOW_ROOMS := browser cli docs reports
# Rooms that see no database but through those that are tested on both.
BEYOND_THE_STORE := architecture browser catalogue cli docs engine presentation reports
ignoring = $(1:%=--ignore=tests/%)

.PHONY: help run test check bench lock wheel clean

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*##/\1:/p' Makefile | awk -F': +' '{printf "make %-8s %s\n", $$1, $$2}'

run: .venv/run.stamp  ## set up, load the built-in data and serve on 127.0.0.1:8000
	@$(BIN)/moibench serve

test: .venv/test.stamp  ## set up what tests need, then check everything on both databases
	@scripts/install_test_tools.sh
	@$(STATIC_CHECKS)
	scripts/with_postgresql.sh $(BIN)/python -m pytest -q $(WORKERS) \
		-m database $(call ignoring,$(BEYOND_THE_STORE))
	$(BIN)/python -m pytest -q $(WORKERS) --cov --cov-report=term

check: .venv/test.stamp  ## format, lint, import contracts, types, fast tests
	@$(STATIC_CHECKS)
	$(BIN)/python -m pytest -q $(WORKERS) -m "not slow and not database" \
		$(call ignoring,$(SLOW_ROOMS))

# Two at a time, each with what it says in one piece.
STATIC_CHECKS := $(MAKE) --no-print-directory -j2 --output-sync=target types format-and-imports

.PHONY: types format-and-imports
types:
	$(BIN)/mypy

format-and-imports:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

bench: .venv/bench.stamp  ## measure the speed
	$(BIN)/python -m benchmarks

lock: .venv/test.stamp  ## choose the newest versions and write requirements/ anew
	$(LOCK) --upgrade --build-deps-for editable -o requirements/run.txt pyproject.toml
	$(LOCK) --upgrade -c requirements/run.txt -o requirements/test.txt requirements/test.in
	$(LOCK) --upgrade -c requirements/run.txt -c requirements/test.txt \
		-o requirements/bench.txt requirements/bench.in

wheel: .venv/test.stamp  ## build the installable package into dist/
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## remove what the other commands made
	rm -rf .venv build dist .coverage htmlcov .*_cache src/*.egg-info

# The stamps are older than a lock file exactly when it changed since the last install.
.venv/run.stamp: requirements/run.txt pyproject.toml scripts/make_venv.sh
	@scripts/make_venv.sh "$(PYTHON)"
	@echo "Installing the packages of requirements/run.txt …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	@echo "Installing the packages of requirements/test.txt …"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

.venv/bench.stamp: requirements/bench.txt .venv/test.stamp
	@echo "Installing the packages of requirements/bench.txt …"
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
