# Two commands: `make demo` shows Tandem at work, `make test` proves it. `make` alone lists all.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Tests start hundreds of processes; without a cache each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-all explore check format bench bench-quick bench-cohort lock clean setup histories chaos chaos-share containers audit sbom pictures commands

help: ## List what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## Set up .venv from the locked requirements (the others do it by themselves)

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tandem needs Python 3.11 or newer; say which with: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

demo: $(READY) ## Play a whole programme: twelve pairs, six months, in a minute or so
	@$(BIN)/tandem demo

test: $(READY) ## Run the tests, in some minutes; on real servers where it matters
	@$(BIN)/python -m pytest -n auto

test-all: $(READY) ## And the slow ones: whole programmes, handovers, browsers
	@$(BIN)/python -m pytest -n auto -m "not containers and not chaos"

explore: $(READY) ## Look for what no test thought of: thousands of random lives, tables and matches; EXAMPLES=N
	@EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=explore -o timeout=3600 tests/domain tests/mail

chaos: $(READY) ## Break everything while it is at work, and judge what is left; SEED=N repeats
	@$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED))

chaos-share: $(READY) ## Two minutes of that, as CI runs it
	@SEED=$(SEED) $(BIN)/python -m pytest -m chaos tests/chaos

containers: $(READY) ## Build the image, start the stack in containers, run a cohort through it
	@tests/containers/engine $(BIN)/python -m pytest -m containers tests/containers

check: $(READY) ## Style and types: ruff and mypy --strict
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy

format: $(READY) ## Put the code into the house style
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

bench: $(READY) ## Twelve minutes: lives against a bare workflow, memory, commands among thousands, a herd
	@$(BIN)/python -m tests.bench

bench-quick: $(READY) ## A minute of it and of the others: that they run, and that both have the same events
	@$(BIN)/python -m tests.bench --quick
	@$(BIN)/python -m tests.bench.cohort 20
	@$(BIN)/python -m tests.bench.look 100
	@$(BIN)/python -m tests.bench.pages 20

bench-cohort: $(READY) ## Two thousand pairings that one cohort begins
	@$(BIN)/python -m tests.bench.cohort

lock: ## Write the locked requirements anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	echo hatchling | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements-dev.txt - -o deploy/requirements-build.txt

audit: $(READY) ## Look both locks up for known vulnerabilities (needs the network)
	@for lock in requirements.txt requirements-dev.txt; do \
		echo "$$lock"; $(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --requirement $$lock || \
		{ echo "$$lock has known vulnerabilities, or nobody could say: see above."; exit 1; }; \
	done

sbom: $(READY) ## Write sbom.json: the Python packages in the image, as CycloneDX
	@$(BIN)/python -m tests.deploy.in_image | PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible --of JSON --output-file sbom.json -
	@echo "sbom.json"

clean: ## Remove .venv (not .tandem, which holds your cohorts)
	rm -rf .venv

histories: $(READY) ## Record all workflow histories for the replay tests anew (read CONTRIBUTING.md first)
	@$(BIN)/python -m tests.replay.record

pictures: $(READY) ## Take the pictures in README.md and docs/operations anew (needs Chromium)
	@$(BIN)/python -m tests.pictures

commands: $(READY) ## Write docs/commands.md anew, from the help of every command
	@$(BIN)/python -m tests.docs.commands_page
