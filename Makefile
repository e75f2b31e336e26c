PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MEASUR ?= build/measur

.PHONY: demo test lint docs site messages picture validation bench fuzz clean

demo: $(VENV)/.demo
	$(BIN)/solmina demo --force

test: lint
	$(BIN)/python -m cogapp --check docs/reference/*.md README.md
	$(BIN)/python -m pytest -q -n 2 --dist loadscope

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/python -m cogapp -r docs/reference/*.md README.md

site: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

messages: $(STAMP)
	$(BIN)/python -m mine_study.languages.extract

picture: $(STAMP)
	$(BIN)/python docs/images/picture.py
	$(BIN)/python docs/images/sections.py

validation: $(STAMP)
	$(BIN)/python docs/validation/audit_calibration.py
	@if [ -d $(MEASUR)/node_modules/measur-tools-suite ]; then \
	  node docs/validation/measur.mjs $(MEASUR) > $(MEASUR)/values.csv && \
	  mv $(MEASUR)/values.csv docs/validation/measur_values.csv; \
	else echo "peer kept as it is; npm install --prefix $(MEASUR) measur-tools-suite@1.2.5"; fi
	$(BIN)/python docs/validation/audit_page.py
	$(BIN)/python docs/validation/weather_synthesis.py
	$(BIN)/python docs/validation/weather_page.py
	$(BIN)/python docs/validation/pv_production.py
	$(BIN)/python docs/validation/pv_row_steps.py
	$(BIN)/python docs/validation/pv_speed.py
	$(BIN)/python docs/validation/pv_sizes.py
	$(BIN)/python docs/validation/pv_storage.py
	$(BIN)/python docs/validation/pv_page.py
	$(BIN)/python docs/validation/finance_sam.py
	$(BIN)/python docs/validation/finance_debt.py
	$(BIN)/python docs/validation/finance_metrics.py
	$(BIN)/python docs/validation/finance_peers.py
	$(BIN)/python docs/validation/finance_draws.py
	$(BIN)/python docs/validation/finance_best_plan.py
	$(BIN)/python docs/validation/finance_page.py

bench: $(STAMP)
	$(BIN)/python benchmarks/study.py
	$(BIN)/python benchmarks/audit.py
	$(BIN)/python benchmarks/weather.py
	$(BIN)/python benchmarks/production.py
	$(BIN)/python benchmarks/sizes.py
	$(BIN)/python benchmarks/storage.py
	$(BIN)/python benchmarks/finance.py
	$(BIN)/python benchmarks/risk.py

fuzz: $(STAMP)
	$(BIN)/python -m pytest -q -m "hypothesis or long" --hypothesis-profile=fuzz

clean:
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install -q -e .
	touch $@

$(STAMP): $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install -q -e ".[test]"
	touch $(VENV)/.demo $@
