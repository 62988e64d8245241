# Everything sets up .venv by itself when it is missing or older than the lock file.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test fuzz coverage lint app bench catalogue lock clean

demo: $(READY)
	$(BIN)/paike demo --out demo

# What is compiled is kept even where the environment says otherwise: the tests start dozens of processes.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile

# Workbooks damaged at random, many more than `make test` looks at; the same ones every time.
fuzz: $(READY)
	PAIKE_FUZZ=2000 $(BIN)/python -m pytest -q tests/scheduler/workbook/test_fuzz.py

coverage: $(READY)
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

app: $(READY)
	$(BIN)/paike app

bench: $(READY)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.counting
	$(BIN)/python -m benchmarks.conflicts
	$(BIN)/python -m benchmarks.pages

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "paike needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# The English of the pages: new messages go into the catalogue empty, to be translated there.
catalogue: $(READY)
	mkdir -p build
	$(BIN)/pybabel -q extract --keywords=N_ --no-location --sort-output -o build/pages.pot app_streamlit.py scheduler/ui
	$(BIN)/pybabel -q update -D pages -i build/pages.pot -d scheduler/ui/locale --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -D pages -d scheduler/ui/locale

# The lock holds every platform and Python version that the project supports.
# Extras are kept in it: without them pip refuses "coverage[toml]" as unpinned once a newer release is out.
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate --no-header --extra dev --extra build pyproject.toml -o requirements.lock

clean:
	rm -rf .venv demo build dist
