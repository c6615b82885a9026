# Spark on one machine: make run. Needs Python 3.11, 3.12 or 3.13, and make.

PORT ?= 8000
WORKERS ?= auto
BIN := .venv/bin
PYTHONS := python3.13 python3.12 python3.11 python3
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
# What Python compiles it keeps, whatever the shell says: tests start it very often.
export PYTHONDONTWRITEBYTECODE :=
.DELETE_ON_ERROR:
.SUFFIXES:

.NOTPARALLEL:
.PHONY: help setup run stop bench look tools test suite browser faults
.PHONY: check style layers types templates migrations deployment translations audit
help:
	@echo "make setup             install what Spark needs into this folder"
	@echo "make run [PORT=8000]   start everything; Ctrl-C stops it and keeps the data"
	@echo "make stop              stop it from elsewhere"
	@echo "make test              all tests, or one of: make suite, browser, faults"
	@echo "make check             style layers types templates migrations deployment translations"
	@echo "make audit             known faults of the locked packages; needs a network"
	@echo "make bench             measure against the budgets"
	@echo "make look [LOOK=...]   pictures of every page as everybody; LOOK=--help for options"

# Setup: each step leaves a stamp in what it made -----------------------------------

CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
SOURCES := $(shell find static/css static/js static/icon.svg static/build.mjs static/icons.py templates -type f 2>/dev/null) \
	$(shell find spark candidates training contracts -name '*.py' 2>/dev/null)

TIMETABLE := $(wildcard training/solver/*.py)

setup: $(BIN)/.packages static/dist/.built $(CATALOGS) $(BIN)/.timetable
	@:

$(BIN)/.venv:
	@for python in $(PYTHON) $(PYTHONS); do \
	  if $$python -c "import sys, venv, ensurepip; \
	    sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" 2>/dev/null; then \
	    echo "making .venv with $$($$python -V)"; \
	    rm -rf .venv && $$python -m venv .venv && touch $@; exit; \
	  fi; \
	done; \
	echo "No Python 3.11, 3.12 or 3.13 with venv found: install one" \
	  "(Debian: apt-get install python3-venv), or name it: make setup PYTHON=…" >&2; exit 1

$(BIN)/.packages: requirements.lock $(BIN)/.venv
	@echo "installing Python packages"
	@$(BIN)/python -m pip install -qq uv==0.13.9
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
	  --require-hashes -r requirements.lock
	@touch $@

# Node.js: the machine's, else the one among the Python packages.
NODE := node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null \
	&& command -v npm >/dev/null || PATH="$(CURDIR)/$(BIN):$$PATH";

node_modules/.packages: package-lock.json package.json | $(BIN)/.packages
	@echo "installing front-end packages"
	@$(NODE) npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

static/dist/.built: $(SOURCES) node_modules/.packages
	@$(NODE) node static/build.mjs
	@$(BIN)/python static/icons.py
	@touch $@

%.mo: %.po | $(BIN)/.packages
	@$(BIN)/pybabel --quiet compile -i $< -o $@

# numba keeps what it compiled beside the source, but sees no change of what that calls.
$(BIN)/.timetable: $(TIMETABLE) | $(BIN)/.packages
	@echo "compiling the timetable"
	@rm -f training/solver/__pycache__/*.nb[ic]
	@$(BIN)/python -m training.solver.warm
	@touch $@

# Running ----------------------------------------------------------------------------

run: setup
	@exec $(BIN)/python manage.py up --port $(PORT)

stop:
	@test ! -x $(BIN)/python || exec $(BIN)/python manage.py stop

bench: setup
	@exec $(BIN)/python -m bench

look: setup tools
	@exec $(BIN)/python -m tests.look $(LOOK)

# Testing ----------------------------------------------------------------------------

# $(call timed,command): runs it and says how long that took.
timed = @began=$$(date +%s); $(1); status=$$?; took=$$(( $$(date +%s) - began )); \
	echo "== $@: $$(( took / 60 )) min $$(( took % 60 )) s"; exit $$status
# $(call marked,name): the tests with this mark, without collecting all the others.
marked = -m $(1) $$(grep -rl --include='test_*.py' 'mark\.$(1)' tests)

# Many tests watch processes and clocks: on a machine busy with other work one may come
# too late. It is tried once more, and the summary shows that and how it failed at first.
AGAIN := --reruns 1 --rerun-show-tracebacks
PYTEST := $(BIN)/pytest -q --dist worksteal $(AGAIN)

test: suite browser faults

suite: setup tools
	$(call timed,$(PYTEST) -n $(WORKERS) -m "not faults and not browser")
browser: setup tools
	$(call timed,$(PYTEST) -n $(WORKERS) $(call marked,browser))
faults: setup tools
	$(call timed,$(PYTEST) -n 4 -p no:randomly $(call marked,faults))

# A browser and Chinese letters for it, GNU gettext to look for untranslated messages,
# and to deploy as docs/operations.md says: a proxy, a PostgreSQL that speaks TLS.
tools:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v xgettext >/dev/null || missing="$$missing gettext"; \
	PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || missing="$$missing nginx"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v openssl >/dev/null || missing="$$missing openssl"; \
	ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 \
	  || missing="$$missing fonts-noto-cjk"; \
	test -z "$$missing" && exit; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing$$missing"; \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
	    apt-get -qq install --no-install-recommends $$missing >/dev/null; \
	else echo "Install these to test and check (names as in Debian):$$missing" >&2; exit 1; fi

# deploy/example.env, with something drawn for each that it leaves empty.
FILLED := import base64, os, re, sys; print(*(line + "=" + (value or \
	base64.urlsafe_b64encode(os.urandom(48)).decode()) for line, value \
	in re.findall("^([A-Z_]+)=(.*)$$", sys.stdin.read(), re.M)), sep="\n")
PRODUCTION = $$($(BIN)/python -c '$(FILLED)' <deploy/example.env) \
	FIELD_KEYS=$$($(BIN)/python -c "from cryptography.fernet import Fernet; \
	print(Fernet.generate_key().decode())")

check: style layers types templates migrations deployment translations

style: setup
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
layers: setup
	$(BIN)/lint-imports --no-logo
types: setup
	$(BIN)/mypy
templates: setup
	$(BIN)/djlint templates --lint --quiet
migrations: setup
	SPARK_ENV=test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pytest -q tests/test_migrations.py
deployment: setup
	@echo "manage.py check --deploy, with deploy/example.env"
	@env $(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
translations: setup tools
	$(BIN)/pytest -q tests/test_translations.py

# Known faults of what the lock files name, for CI with a network: fails where one is
# known, and where nobody can be asked (--strict: else pip-audit passes over that).
audit: setup
	@failed=0; \
	$(BIN)/uv tool run --quiet pip-audit==2.10.1 --requirement requirements.lock \
	  --strict --require-hashes --disable-pip --progress-spinner off || failed=1; \
	$(NODE) npm audit || failed=1; \
	exit $$failed
