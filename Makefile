# Two commands matter: `make run` and `make test`. Everything they need, they set up.
PYTHON ?= python3
BIN := .venv/bin
VENDOR := src/tansiq/web/static/vendor

.PHONY: run test check leaks chaos bench bench-peers train testset setup clean browser icu

run: .venv/run.stamp $(VENDOR)/.stamp   ## two linked nodes of invented people, on loopback
	$(BIN)/tansiq run

test: check browser                     ## every check and every test
	$(BIN)/pytest -n 2 --dist loadfile

check: .venv/dev.stamp $(VENDOR)/.stamp ## format, lint, types, import contracts, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/check_translations.py

SEED ?= 1
CASES ?= 100000
KILLS ?= 1000
leaks: .venv/dev.stamp                  ## every route asked by every kind of officer: nothing may leak (SEED, CASES)
	$(BIN)/python -m bench.leaks --seed $(SEED) --cases $(CASES)

chaos: .venv/dev.stamp                  ## two nodes killed, cut off and lied to: nothing may be lost (SEED, KILLS)
	$(BIN)/python -m bench.chaos --seed $(SEED) --kills $(KILLS)

bench: .venv/dev.stamp                  ## figures, printed
	$(BIN)/python -m bench

bench-peers: .venv-peers/.stamp         ## our matcher and others side by side, printed
	.venv-peers/bin/python -m bench peers

train: .venv/dev.stamp                  ## the model of names, learned anew from the public tables
	$(BIN)/python -m train

testset: .venv/dev.stamp                ## our matcher on the public test set, by difficulty, printed
	$(BIN)/python -m testset

setup: .venv/dev.stamp $(VENDOR)/.stamp

clean:                                  ## removes everything that set-up and running made
	rm -rf .venv .venv-peers var node_modules $(VENDOR) .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/run.stamp: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements/dev.txt
	touch $@

.venv-peers/.stamp: requirements/peers.txt requirements/peers-build.txt pyproject.toml | icu
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --require-hashes --no-deps -r requirements/peers-build.txt
	.venv-peers/bin/pip install --quiet --no-build-isolation --require-hashes --no-deps -r requirements/peers.txt
	.venv-peers/bin/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENDOR)/.stamp: package-lock.json tools/copy_vendor.py
	npm ci --silent
	$(PYTHON) tools/copy_vendor.py $(VENDOR)
	touch $@

browser:                                # Debian's chromium, for the browser tests
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium)

icu:                                    # what PyICU, which the peers need, is built from
	pkg-config --exists icu-i18n || (apt-get update -qq && apt-get install -y -qq --no-install-recommends g++ libicu-dev pkg-config python3-dev)
