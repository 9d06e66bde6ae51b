# Two commands do everything: `make run` and `make test`.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
SOURCES := $(shell find studyhub quizzes simulations \( -path '*/static/*' -o -name '*.po' \) -type f) \
	requirements.txt studyhub/management/commands/build.py

.PHONY: run dev test check bench docs screenshot lock messages clean
.DELETE_ON_ERROR:

run: build/.built  ## install, prepare and serve on http://127.0.0.1:$(PORT)
	@$(MANAGE) prepare
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
		--workers 2 --blocking-threads 1 --backpressure 64 \
		--no-ws --respawn-failed-workers --log-level info studyhub.wsgi:application

dev: build/.built  ## the same with autoreload and tracebacks
	@STUDYHUB_DEBUG=1 $(MANAGE) prepare
	@STUDYHUB_DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

test: .venv/.dev build/.built  ## install what testing needs, then run all tests
	@$(BIN)/python -m tests.install
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n auto --dist worksteal $(ARGS)

check: .venv/.dev build/.built  ## style, types, contracts, templates, migrations, schema
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	git ls-files '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) spectacular --validate --fail-on-warn --file /dev/null

bench: .venv/.dev build/.built  ## what is fast, as ratios measured in one run
	$(BIN)/python -m tests.benchmarks

docs: build/.built  ## build/docs/exercises.html: a sample of every exercise
	@$(MANAGE) exercise_page

LOCKS := requirements.txt requirements-dev.txt requirements-scale.txt

lock:  ## requirements*.in → requirements*.txt, with hashes
	@for lock in $(LOCKS); do \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--custom-compile-command "make lock" $${lock%.txt}.in -o $$lock; \
	done

screenshot: .venv/.dev build/.built  ## the README's picture
	@$(BIN)/python -m tests.install
	@$(BIN)/python -m tests.browser.screenshot

messages: .venv/.dev  ## bring the message catalogues up to date
	$(MANAGE) messages

clean:  ## remove all that was made, but never var/
	rm -rf .venv build

# uv is fast; where it cannot be had, pip installs the same lock.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check uv 2>/dev/null || true
	@if [ -x $(BIN)/uv ]; \
	then $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/pip install --quiet --require-hashes -r $(1); fi
	@touch $@
endef

.venv/.run: requirements.txt
	$(call install,requirements.txt)

.venv/.dev: requirements-dev.txt .venv/.run
	$(call install,requirements-dev.txt)

build/.built: .venv/.run $(SOURCES)
	@$(MANAGE) build
	@touch $@
