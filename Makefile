# `make run` and `make test` need a clone, python3 (3.11–3.13) and make; .ci/setup brings the rest.
PYTHON ?= python3
OUT ?= build/tour
BIN := .venv/bin
PICTURES := home sign-in booking roster-preview exchange ledger member-record order timetable
OFFSCREEN := QT_QPA_PLATFORM=offscreen
# Where this is set, every process of every test compiles the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint bench prove tour pictures build lock hooks setup

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: setup ## open the window; with no display, play the tour and say where its pictures are
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/python main.py; \
	else \
		$(MAKE) --no-print-directory tour; \
	fi

test: lint ## ruff, mypy and the tests, offscreen
	$(OFFSCREEN) $(BIN)/python -m pytest -q -n auto --dist loadfile

lint: setup ## the quick checks: ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## measure against the floors (docs/measurements.md); takes minutes
	$(OFFSCREEN) $(BIN)/python -m pytest -q -s -m benchmark tests/benchmarks

prove: setup ## the long proofs, before a release; takes hours
	$(OFFSCREEN) DESK_EXAMPLES=all $(BIN)/python -m pytest -q -m long

tour: setup ## play one training day through the window, offscreen, into OUT=build/tour
	@rm -rf "$(OUT)"
	@$(OFFSCREEN) $(BIN)/python main.py tour --out "$(OUT)"
	@echo "Pictures, papers and files of the tour: $(OUT)"

pictures: tour ## the README's pictures, taken by the tour
	@mkdir -p docs/pictures
	@for name in $(PICTURES); do cp "$(OUT)"/[0-9][0-9]-"$$name".png "docs/pictures/$$name.png"; done

build: setup ## the frozen program, in build/dist/desk
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath build/dist --workpath build/work build.spec

lock: setup ## resolve pyproject.toml anew into requirements.lock, for every platform
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

hooks: setup ## run the quick checks before each commit
	$(BIN)/pre-commit install

setup:
	@PYTHON="$(PYTHON)" .ci/setup
