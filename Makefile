# What people type: make chat, make test. What we type besides: make check, make lock, make catalogue.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PO := bot/messages/locale/nl.po
POT := .venv/messages.pot
EXTRACT := $(BIN)/pybabel -q extract -F bot/messages/locale/babel.cfg --no-default-keywords \
	-k text -k line -k mark -k plural:1,2 -k mark_plural:1,2 -k told --no-location --sort-output -o $(POT) bot adapters

.PHONY: chat test check lock catalogue clean

chat: $(READY)
	@mkdir -p .local
	@VOORLOPER_DATABASE__URL="$${VOORLOPER_DATABASE__URL:-sqlite:///.local/voorloper.db}" \
	VOORLOPER_SEARCH__INDEX="$${VOORLOPER_SEARCH__INDEX:-.local/index}" \
	VOORLOPER_NETWORK__ADMINS="$${VOORLOPER_NETWORK__ADMINS:-[\"console\"]}" \
	$(BIN)/voorloper chat

# Three at a time, also on two processors: tests wait half of the time, and with more of them some wait too long.
# Their many processes share what Python compiles, also where the environment says that it is not to be kept.
test: $(READY)
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(EXTRACT)
	$(BIN)/pybabel -q update --check --ignore-pot-creation-date --no-fuzzy-matching -i $(POT) -o $(PO) -l nl

# All that is installed is pinned with its hash; everything said here goes to stderr, so that answers stand alone on stdout.
$(READY): requirements.lock pyproject.toml
	@{ \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Voorloper needs Python 3.11 or newer. Another one can be named: make PYTHON=python3.12 chat'; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Python cannot make a virtual environment here: its venv module is missing. On Debian or Ubuntu: apt install python3-venv'; exit 1; }; \
	echo 'Setting up Voorloper in .venv (once; half a minute to a few minutes) …'; \
	$(PYTHON) -m venv .venv && \
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	touch $(READY); \
	} >&2

# After a change of the dependencies in pyproject.toml.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --extra dev --output-file requirements.lock pyproject.toml

# After a change of a message: brings the new ones into the catalogue, to be translated there.
catalogue: $(READY)
	$(EXTRACT)
	$(BIN)/pybabel update --ignore-pot-creation-date --no-fuzzy-matching -i $(POT) -o $(PO) -l nl

clean:
	rm -rf .venv .local
