# Two commands do everything on a machine with Python 3.11 or later and make: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
RUNS ?= 3
PROOFS ?= 0
ROUNDS ?= 1000
VENV := .venv
BIN := $(VENV)/bin
ROOMS := portal home news exhibitors experts showcase registration events awards search plan
export PORT

.PHONY: help demo demo-reset test test-everywhere check coverage messages lock test-next bench-pages bench-match bench-import bench-rush bench-gate \
	bench-calendar bench-search bench-page-cache bench-load bench-phone bench-memory bench bench-report soak-pages soak-registration soak-walls soak-hurry clean

help: ## Show what make can do
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.base: requirements/base.txt
	@$(PYTHON) tools/prepare.py $(VENV) requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@$(PYTHON) tools/prepare.py $(VENV) requirements/dev.txt
	@touch $@

# Modules are compiled once and kept, also where whoever starts make wants no such files: each start would take twice as long,
# and there are a dozen in a run of the suite.
demo demo-reset check test test-everywhere coverage: export PYTHONDONTWRITEBYTECODE :=

demo: ## Build the demo portal if it is not there yet, and serve it on 127.0.0.1:$PORT
	@$(PYTHON) tools/preflight.py
	@$(MAKE) --no-print-directory $(VENV)/.base
	@exec $(BIN)/python -m portal.demo.again

demo-reset: ## Throw the demo portal away and build it anew
	@$(PYTHON) tools/preflight.py
	@$(MAKE) --no-print-directory $(VENV)/.base
	@exec $(BIN)/python -m portal.demo.again --reset

check: $(VENV)/.dev ## Format, lint, types, import contracts, catalogues, migrations
	@$(BIN)/python tools/check.py $(ROOMS)

test: $(VENV)/.dev ## make check, then the suite on SQLite, on PostgreSQL and in Chromium where they are
	@$(BIN)/python tools/check.py $(ROOMS)
	@$(BIN)/python tools/suite.py

test-everywhere: $(VENV)/.dev ## The suite with every test on PostgreSQL too, not only those that send something new
	@PORTAL_TEST_POSTGRESQL=all $(BIN)/python tools/suite.py

coverage: $(VENV)/.dev ## The suite once more, measuring which lines it runs
	@PORTAL_COVERAGE=1 $(BIN)/python tools/suite.py

messages: $(VENV)/.dev ## Renew the Vietnamese catalogue from the sources
	@$(BIN)/python tools/catalogues.py update

lock: $(VENV)/.base ## Renew requirements/*.txt from pyproject.toml
	@$(PYTHON) tools/lock.py

test-next: ## Run the suite on the newest Wagtail 8 in an environment of its own
	@$(PYTHON) tools/next.py

bench-pages: $(VENV)/.dev ## Queries, bytes and speed of the main pages beside a bare view, one JSON object a line
	@$(BIN)/python tools/bench_pages.py

bench-match: $(VENV)/.dev ## Cost of the matching at 20,000 technologies and 2,000 needs, and its quality on the demo, one JSON object a line
	@$(BIN)/python tools/bench_match.py

bench-import: $(VENV)/.dev ## Seconds and memory for importing 10,000 technologies beside a bare loop over the file, one JSON object a line
	@$(BIN)/python tools/bench_import.py

bench-rush: $(VENV)/.dev ## 500 registrations for 100 places on each database, engine and whole stack, RUNS times (3), and PROOFS (0) more to count what is oversold; one JSON object a line
	@$(BIN)/python -m tests.performance.bench_rush --runs $(RUNS) --proofs $(PROOFS)

bench-gate: $(VENV)/.dev ## Scans at a gate, the merge of 5,000 from a phone without network, tickets as PDF, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_gate

bench-calendar: $(VENV)/.dev ## What calendars cost at 1,000 and 10,000 events beside the icalendar package and bare views, and a day of 1,000 subscribers, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_calendar

bench-search: $(VENV)/.dev ## What a search costs at 1,000, 10,000 and 100,000 items on each database, bare, whole and with filters, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_search

soak-registration: $(VENV)/.dev ## ROUNDS (1000) races for places and 200 kills on each database, one JSON object a line
	@$(BIN)/python -m tests.performance.soak_registration --rounds $(ROUNDS)

soak-walls: $(VENV)/.dev ## The walk over every address of the admin with all methods as everybody, which make test shortens
	@PORTAL_WALK=wide $(BIN)/python -m pytest -q -n0 tests/admin/test_walls.py tests/admin/test_guards.py

soak-hurry: $(VENV)/.dev ## Migrate from nothing as tests do and as a portal in service does, and compare what came out, one JSON object a line
	@$(BIN)/python -m tests.performance.soak_hurry

bench-page-cache: $(VENV)/.dev ## What a finished page costs beside a bare server, wagtail-cache and nginx, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_page_cache

bench-load: $(VENV)/.dev ## Three times what the portal can serve, with slow clients and forms beside, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_load

bench-phone: $(VENV)/.dev ## Bytes of the front page, and what a slow phone on a slow line sees of each kind of page in Chromium, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_phone

bench-memory: $(VENV)/.dev ## What a worker holds after 10,000 mixed requests, and seconds to its first answer, one JSON object a line
	@$(BIN)/python -m tests.performance.bench_memory

bench: $(VENV)/.dev ## Every bench in turn, an hour or more; says what is left out and why, and keeps the figures in var/bench.jsonl
	@$(BIN)/python -m tests.performance.every

bench-report: $(VENV)/.dev ## Renew the table in docs/reference/figures.md from var/bench.jsonl
	@$(BIN)/python -m tests.performance.every --report

soak-pages: $(VENV)/.dev ## ROUNDS (1000) changes while readers read, on each database: none may meet an old page, one JSON object a line
	@$(BIN)/python -m tests.performance.soak_pages --trials $(ROUNDS)

clean: ## Remove environments and caches; var/ stays
	@rm -rf $(VENV) .venv-next .mypy_cache .ruff_cache .pytest_cache
