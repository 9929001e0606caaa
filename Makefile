# Every target makes the virtual environment first, if it is missing or older than what it is made from.
PYTHON ?= python3
VENV := .venv
# A reader needs less than the tests do.
STAMP := $(VENV)/installed
TESTS := $(VENV)/installed-for-tests
RUN := $(VENV)/bin/python
# The site is built by itself: every extension of JupyterLab that is installed beside the builder gets into it.
BUILDER := .site/venv
# So are other front ends and converters: JupyterLab takes up what is installed with it.
CONVERTERS := .converters
# All that is needed is pinned, so pip need not look for more. Most of it is never imported: what is, is compiled then.
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-compile
# What is imported is compiled once and kept, also where the environment says otherwise: a test run starts dozens of
# processes, and each would compile all of JupyterLab's packages or matplotlib again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help lab test site site-serve test-site images misconceptions notebooks pages bench measure soak pins clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

lab: $(STAMP) ## open your copy of the series in JupyterLab; to begin a notebook anew: make lab AFRESH=03
	@$(RUN) -m raftlib $(if $(AFRESH),--afresh $(AFRESH))

test: $(TESTS) $(CONVERTERS)/installed ## lint, unit tests, browser tests, and every saved output compared with a fresh one
	$(RUN) -m ruff check
	$(RUN) -m pytest -n 2 --no-loadscope-reorder

site: $(BUILDER)/installed ## build the series as a static site, which runs in a browser alone (needs npm)
	PYTHONPATH=. $(BUILDER)/bin/python .ci/site

site-serve: ## show the built site on this machine
	$(PYTHON) -m http.server --bind 127.0.0.1 --directory site

test-site: site $(TESTS) ## build the site, and run its notebooks in a browser
	$(RUN) -m pytest tests/site

images: $(STAMP) ## draw images/ anew
	$(RUN) .ci/images.py

misconceptions: $(STAMP) ## make the README's table of misconceptions anew
	$(RUN) .ci/misconceptions.py

notebooks: $(STAMP) ## run and normalise all notebooks, or those named: make notebooks NOTEBOOKS=notebooks/03-elect-a-leader.ipynb
	$(RUN) .ci/notebooks.py $(NOTEBOOKS)

pages: $(TESTS) ## write each notebook as a page of its own to pages/, to print it or to put it on the web
	$(RUN) .ci/site/reading.py

bench: $(TESTS) ## print the measured speeds
	@for bench in tests/benchmarks/bench_*.py; do \
	    $(RUN) -m tests.benchmarks.$$(basename $$bench .py) || exit 1; \
	done

measure: $(TESTS) ## measure anew what notebooks show as recorded (three quarters of an hour)
	$(RUN) -m tests.measure

soak: $(STAMP) ## check the safety properties over many random runs
	$(RUN) -m tests.soak

RESOLVE = uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra lab pyproject.toml

pins: ## resolve all requirements.txt anew from pyproject.toml (needs uv)
	$(RESOLVE) --upgrade > pins.new
	$(RESOLVE) --constraint pins.new --extra test --upgrade > tests/pins.new
	$(RESOLVE) --constraint pins.new --extra converters --upgrade > tests/converters/pins.new
	{ sed '/^-e /q' requirements.txt; cat pins.new; } > requirements.new
	{ sed '/^-r /q' tests/requirements.txt; grep -vxFf pins.new tests/pins.new; } > tests/requirements.new
	{ grep '^#' tests/converters/requirements.txt; grep -vxFf pins.new tests/converters/pins.new; } \
	    > tests/converters/requirements.new
	mv requirements.new requirements.txt
	mv tests/requirements.new tests/requirements.txt
	mv tests/converters/requirements.new tests/converters/requirements.txt
	rm pins.new tests/pins.new tests/converters/pins.new

clean: ## remove the virtual environment and everything else that is made, but not my-notebooks
	rm -rf $(VENV) $(CONVERTERS) .site site *.egg-info build pages .pytest_cache .ruff_cache .hypothesis *.new tests/*.new tests/converters/*.new
	find raftlib tests notebooks .ci -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

# ensurepip, not venv, is what a Debian without python3-venv lacks.
$(STAMP): requirements.txt pyproject.toml
	@command -v $(PYTHON) > /dev/null || \
	    { echo "There is no $(PYTHON) here: install Python 3.11 to 3.14, or name one, as in make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || \
	    { echo "$(PYTHON) is not one of Python 3.11 to 3.14: install one of these, or name one, as in make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
	    { echo "$(PYTHON) cannot make virtual environments: on Debian or Ubuntu, install the package python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.txt
	@# matplotlib may say on stderr that it builds its font cache: here, not in the first notebook's output.
	@$(RUN) -c 'import matplotlib.font_manager'
	@touch $@

$(BUILDER)/installed: .ci/site/requirements.txt
	$(PYTHON) -m venv $(BUILDER)
	$(BUILDER)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	@touch $@

$(TESTS): $(STAMP) tests/requirements.txt
	$(INSTALL) -r tests/requirements.txt
	@touch $@

$(CONVERTERS)/installed: $(STAMP) tests/converters/requirements.txt
	rm -rf $(CONVERTERS)
	$(INSTALL) --target $(CONVERTERS) -r tests/converters/requirements.txt
	@touch $@
