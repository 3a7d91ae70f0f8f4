# Every path here is relative, so that the project may lie in a folder with spaces in its name.
# What .venv holds is decided by requirements.txt, and for tests and linters by requirements-test.txt; .ci/setup makes it, and
# does nothing where it is up to date.

SHELL = /bin/sh
PYTHON_HERE = .venv/bin/python
PAPERS = $(PYTHON_HERE) -m generator
PYTEST = CHROMIUM="$$($(PYTHON_HERE) -m tests.chromium)" && export CHROMIUM && exec $(PYTHON_HERE) -m pytest --numprocesses auto
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON_HERE) -m uv pip compile pyproject.toml --group build --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --quiet
UV_VERSION = 0.13.9

# ARGS goes to the program behind a target: make serve ARGS="--port 8001".
ARGS =
# A revision of git whose own faults `make check` leaves aside: make check SINCE=main.
SINCE =

.PHONY: help setup setup-test serve build test test-long test-tex fuzz check check-code bench lock clean

help: ## show this list (what a bare `make` does)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## make or update .venv, with what the papers and the site need; other targets do it first
	@sh .ci/setup

setup-test: ## make or update .venv, with what tests and linters need as well
	@sh .ci/setup test

serve: setup ## build the site and show it on http://127.0.0.1:8000, kept up to date with every edit
	@exec $(PAPERS) serve $(ARGS)

build: setup ## build the site into site/
	@exec $(PAPERS) build $(ARGS)

test: setup-test ## run the tests, those in the browser too; all but the long ones
	@$(PYTEST) --dist loadfile --no-loadscope-reorder $(ARGS)

test-long: setup-test ## run the long tests: many random edits, kills, mutated inputs, large lists
	@$(PYTEST) --dist worksteal -m long $(ARGS)

test-tex: setup-test ## run the tests of citations with biber, pandoc and TeX
	@exec $(PYTHON_HERE) -m tests.tex_programs $(ARGS)

fuzz: setup-test ## read mutated inputs with every reader and importer; ARGS="--inputs 100000 --target ris"
	@exec $(PYTHON_HERE) -m tests.fuzz $(ARGS)

check: setup ## check the papers: every rule, and the form of their files
	@$(PAPERS) check $(SINCE:%=--since %) $(ARGS) && $(PAPERS) format --check $(SINCE:%=--since %)

check-code: setup-test ## check the code: ruff, mypy, and the workflows
	@$(PYTHON_HERE) -m ruff check
	@$(PYTHON_HERE) -m ruff format --check
	@$(PYTHON_HERE) -m mypy
	@.ci/check-workflows

bench: setup-test ## measure the generator
	@exec $(PYTHON_HERE) -m tests.benchmarks $(ARGS)

lock: setup ## make the requirements files and the lock of new lists from pyproject.toml; ARGS=--upgrade takes the newest versions
	@$(PYTHON_HERE) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(LOCK) --all-extras $(ARGS) --output-file requirements-test.txt
	@$(LOCK) --constraints requirements-test.txt --output-file requirements.txt
	@$(LOCK) --no-annotate --constraints requirements-test.txt --output-file generator/cli/starter/requirements.lock

clean: ## remove what was made: the site, caches; .venv stays
	@rm -rf site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

# "make clean build" under -j must clean first.
ifneq (,$(filter clean lock,$(MAKECMDGOALS)))
.NOTPARALLEL:
endif
