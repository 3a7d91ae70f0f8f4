# Every path here is relative, so that the project may lie in a folder with spaces in its name.
# What .venv holds is decided by requirements.txt; .ci/setup makes it, and does nothing where it is up to date.

SHELL = /bin/sh
PYTHON_HERE = .venv/bin/python
PAPERS = $(PYTHON_HERE) -m generator
PYTEST = CHROMIUM="$$($(PYTHON_HERE) -m tests.chromium)" && export CHROMIUM && exec $(PYTHON_HERE) -m pytest --numprocesses auto
UV_VERSION = 0.13.9

# ARGS goes to the program behind a target: make serve ARGS="--port 8001".
ARGS =
# A revision of git whose own faults `make check` leaves aside: make check SINCE=main.
SINCE =

.PHONY: help setup serve build test test-long test-tex fuzz check check-code bench lock clean

help: ## show this list (what a bare `make` does)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## make or update .venv; every other target does it first
	@sh .ci/setup

serve: setup ## build the site and show it on http://127.0.0.1:8000, kept up to date with every edit
	@exec $(PAPERS) serve $(ARGS)

build: setup ## build the site into site/
	@exec $(PAPERS) build $(ARGS)

test: setup ## run the tests, those in the browser too; all but the long ones
	@$(PYTEST) --dist loadfile $(ARGS)

test-long: setup ## run the long tests: many random edits, kills, mutated inputs, large lists
	@$(PYTEST) --dist worksteal -m long $(ARGS)

test-tex: setup ## run the tests of citations with biber, pandoc and TeX
	@exec $(PYTHON_HERE) -m tests.tex_programs $(ARGS)

fuzz: setup ## read mutated inputs with every reader and importer; ARGS="--inputs 100000 --target ris"
	@exec $(PYTHON_HERE) -m tests.fuzz $(ARGS)

check: setup ## check the papers: every rule, and the form of their files
	@$(PAPERS) check $(SINCE:%=--since %) $(ARGS) && $(PAPERS) format --check $(SINCE:%=--since %)

check-code: setup ## check the code: ruff, mypy, and the workflows
	@$(PYTHON_HERE) -m ruff check
	@$(PYTHON_HERE) -m ruff format --check
	@$(PYTHON_HERE) -m mypy
	@.ci/check-workflows

bench: setup ## measure the generator
	@exec $(PYTHON_HERE) -m tests.benchmarks $(ARGS)

lock: setup ## make requirements.txt and the lock of new lists from pyproject.toml; ARGS=--upgrade takes the newest versions
	@$(PYTHON_HERE) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON_HERE) -m uv pip compile pyproject.toml --all-extras --group build \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet $(ARGS) --output-file requirements.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON_HERE) -m uv pip compile pyproject.toml --group build \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet \
		--constraints requirements.txt --output-file generator/starter/requirements.lock

clean: ## remove what was made: the site, caches; .venv stays
	@rm -rf site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

# "make clean build" under -j must clean first.
ifneq (,$(filter clean lock,$(MAKECMDGOALS)))
.NOTPARALLEL:
endif
