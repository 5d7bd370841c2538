# Duixian. `make help` lists what can be done.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench pictures lock rulebook mutation
BIN := .venv/bin
WORKERS ?= 2
ADDRESS ?= http://127.0.0.1:8000
CODE := $(wildcard src tests bench tools)

help: ## what can be done
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: ## .venv with everything, and fonts for Chinese documents
	@tools/setup.sh
	@tools/system-packages.sh fonts-noto-cjk

run: setup ## the whole system with a small city, until ctrl-C
	@exec $(BIN)/duixian up

test: setup ## the whole suite, on a PostgreSQL of its own
	@tools/system-packages.sh chromium
	$(BIN)/pytest -n $(WORKERS) $(TESTS)

check: test ## the suite, then lint, types and layers
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## ratios as a table, and as JSON in var/bench.json
	$(BIN)/python -m bench

pictures: ## the README's pictures, from a running demonstration (ADDRESS=http://127.0.0.1:8000)
	$(BIN)/python tools/pictures.py $(ADDRESS)

rulebook: setup ## docs/law/rulebook.md anew, from the law, its tests and its users
	$(BIN)/duixian law rulebook

mutation: setup ## how many changes to the rules of money and termination the tests catch (MINUTES=60)
	@$(BIN)/python -c "import mutmut" 2>/dev/null || $(BIN)/python -m pip install --quiet mutmut
	$(BIN)/python tools/mutation.py --minutes $(or $(MINUTES),60)

lock: setup ## requirements.lock anew from the three requirements*.in
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet uv
	$(BIN)/python -m uv pip compile requirements-law.in requirements.in requirements-test.in --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --no-annotate --upgrade --quiet --output-file requirements.lock
