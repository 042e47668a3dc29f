# What a newcomer types: make digest. What a maintainer types: make check.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

.PHONY: digest test static audit check bench campaign fuzz constraints clean

digest: $(STAMP)  ## prepare the model (once), collect live calls (or use the bundled ones), match, write the digest
	$(BIN)/bid-matcher doctor --prepare
	$(BIN)/bid-matcher digest

test: $(STAMP)  ## all tests, offline
	$(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile

static: $(STAMP)  ## types, lint, layering
	$(BIN)/mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# The tools are no part of a running service: they are installed here, where the index can be had.
audit: $(STAMP)  ## a bill of materials in var/, and known vulnerabilities of what is installed
	@$(BIN)/python -c 'import pip_audit, cyclonedx_py' 2>/dev/null || \
	  $(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[audit]' || \
	  echo "The tools of the audit cannot be installed here."
	@$(BIN)/python -m tests.audit var/sbom.cdx.json

check: test static audit  ## what CI runs, and the audit

fuzz: $(STAMP)  ## every parser fed with broken and hostile input: half an hour on an idle machine
	$(BIN)/python -m tests.fuzz --cases 100000

bench: $(STAMP)  ## timings, as ratios measured side by side in one run
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.scale
	$(BIN)/python -m benchmarks.choice
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.curve

campaign: $(STAMP)  ## the weekly digest at size and through bad weather, full sizes: half an hour on an idle machine
	$(BIN)/python -m tests.campaign size kills year
	$(BIN)/python -m tests.campaign.weather

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Bid Matcher needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once; a minute or two) ..."
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

constraints: $(STAMP)  ## rewrite constraints.txt from what is installed and passes
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt

clean:  ## remove the environment and the tools' caches; var/ (your data) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
