PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint docs messages picture bench fuzz clean

demo: $(VENV)/.demo
	$(BIN)/solmina demo --force

test: lint
	$(BIN)/python -m cogapp --check docs/reference/*.md README.md
	$(BIN)/python -m pytest -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/python -m cogapp -r docs/reference/*.md README.md

messages: $(STAMP)
	$(BIN)/python -m mine_study.languages.extract

picture: $(STAMP)
	$(BIN)/python docs/images/picture.py

bench: $(STAMP)
	$(BIN)/python benchmarks/study.py

fuzz: $(STAMP)
	$(BIN)/python -m pytest -q -m hypothesis --hypothesis-profile=fuzz

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
