# One word per habit; `make` alone lists them. Everything needed is installed on the way.

PYTHON ?= python3
SETUP_LOG := build/setup.log

# The project's own interpreter; written relative, so that a path with spaces does no harm.
PY := .venv/bin/python
QT_TOOLS := .venv/lib/python3*/site-packages/PySide6

# Debian packages: what Qt needs without a screen, on an X11 screen, and to print.
DEBIAN_RUN := libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 \
  libgssapi-krb5-2 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 \
  libxkbcommon-x11-0 libcups2
# For the bundle: PyInstaller's own tools, and the library that Debian keeps apart from its Python.
DEBIAN_PACKAGE = binutils $(shell $(PY) -c 'import sys; \
  sys.base_prefix == "/usr" and print("libpython%d.%d" % sys.version_info[:2])')

TRANSLATIONS := $(patsubst %.ts,%.qm,$(wildcard resources/translations/kiosk_*.ts))
QML = $(shell find ui/qml kiosk -name '*.qml' 2>/dev/null)

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
ifeq ($(LC_ALL)$(LC_CTYPE)$(LANG),)
export LC_CTYPE := C.UTF-8
endif

# A virtual environment whose Python is gone is made again; one that was moved gets a new command.
ifeq ($(wildcard .venv/bin/python),)
$(shell rm -rf .venv)
else ifneq ($(file < .venv/.place),$(CURDIR))
$(shell rm -f .venv/.project.stamp)
endif

.PHONY: help setup run test check bench shots soak package translations locks clean

help: ## list these words
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: .venv/.dev.stamp $(TRANSLATIONS) ## install everything that the other words need

run: .venv/.project.stamp $(TRANSLATIONS) ## the demo on this screen, or its guided tour without one
	@if $(screen_answers); then exec .venv/bin/kiosk demo; fi; \
	  echo "No screen: guided tour, pictures go to build/tour"; \
	  QT_QPA_PLATFORM=offscreen exec .venv/bin/kiosk demo --tour build/tour

test: .venv/.dev.stamp $(TRANSLATIONS) ## all tests, on all cores
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n logical $(ARGS)

bench: .venv/.dev.stamp $(TRANSLATIONS) ## one JSON line per figure: name, value, unit, goal, peer
	@$(PY) -m tests.bench $(ARGS)

shots: .venv/.dev.stamp $(TRANSLATIONS) ## every screen, size, language and theme into build/shots
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.shots build/shots $(ARGS)

soak: .venv/.dev.stamp $(TRANSLATIONS) ## mixed load, schedules of payments, then races and crashes again and again (see README)
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.soak $(ARGS)

package: .venv/.dev.stamp $(TRANSLATIONS) ## a folder that runs without Python: dist/kiosk
	@$(call need,$(DEBIAN_PACKAGE))
	@mkdir -p build && $(PY) -m PyInstaller --noconfirm --log-level WARN --workpath build/pyinstaller \
	  kiosk.spec >build/package.log 2>&1 || { tail -n 20 build/package.log; exit 1; }
	@QT_QPA_PLATFORM=offscreen dist/kiosk/kiosk --self-check
	@du -sh dist/kiosk

# --- checks -----------------------------------------------------------------------------------

CHECKS := style types imports qml translations secrets
.PHONY: $(CHECKS:%=check-%)

check: $(CHECKS:%=check-%) ## all static checks

check-style: .venv/.dev.stamp
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { echo "run: .venv/bin/ruff format ."; exit 1; }

check-types: .venv/.dev.stamp
	@$(PY) -m mypy --no-error-summary

check-imports: .venv/.dev.stamp
	@$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()' \
	  >build/imports.log 2>&1 || { cat build/imports.log; exit 1; }

check-qml: .venv/.dev.stamp
	@QT_QPA_PLATFORM=offscreen $(PY) -m ui.view_models.qmltypes build/qmltypes >/dev/null
	@$(QT_TOOLS)/qmllint --max-warnings 0 -I build/qmltypes -I ui/qml -I kiosk/demo/qml $(QML)

check-translations: .venv/.dev.stamp
	@$(PY) -m tests.checks.translations

check-secrets: .venv/.dev.stamp
	@$(PY) -m tests.checks.secrets

# --- translations and locks -------------------------------------------------------------------

translations: .venv/.dev.stamp ## bring the texts of QML and Python into resources/translations
	@$(PY) -m tests.checks.translations --update

resources/translations/%.qm: resources/translations/%.ts | .venv/.run.stamp
	@$(QT_TOOLS)/lrelease -silent $< -qm $@

# The hashes must be those that everyone gets, whatever index this machine is set to.
LOCK = env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
  $(PY) -m piptools compile --quiet --generate-hashes --build-deps-for editable --allow-unsafe \
  --strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
  --no-emit-trusted-host

locks: .venv/.dev.stamp ## choose package versions anew from pyproject.toml (ARGS=--upgrade)
	@$(LOCK) $(ARGS) --extra demo -o requirements/run.txt pyproject.toml
	@$(LOCK) $(ARGS) --extra dev -c requirements/run.txt -o requirements/dev.txt pyproject.toml
	@sed -i -e '/^#/d' -e '/^garage-kiosk @/d' requirements/*.txt

# --- setting up -------------------------------------------------------------------------------

# Each step leaves a stamp in .venv, so that the second time nothing is done. Debian's packages
# are looked up every time (20 ms), because they may differ where the folder has been moved to.
.PHONY: system
system:
	@mkdir -p build
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed as '$(PYTHON)' (or: make PYTHON=/path/to/python)"; exit 1; }
	@$(call need,$(DEBIAN_RUN) $(if $(wildcard .venv/bin/python),,$(VENV_PACKAGE)))

# Debian's own Python comes without the means to make a virtual environment.
VENV_PACKAGE = $(shell $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv)

.venv/.venv.stamp: | system
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	@touch $@

.venv/.run.stamp: requirements/run.txt .venv/.venv.stamp
	@echo "Installing Python packages (a few minutes the first time)"
	@$(call install,--require-hashes --requirement requirements/run.txt)
	@touch $@

.venv/.project.stamp: pyproject.toml .venv/.run.stamp
	@$(call install,--no-build-isolation --config-settings editable_mode=compat --editable .)
	@printf '%s\n' "$$PWD" >.venv/.place
	@touch $@

.venv/.dev.stamp: requirements/dev.txt .venv/.project.stamp
	@echo "Installing Python packages for development"
	@$(call install,--require-hashes --requirement requirements/dev.txt)
	@touch $@

install = mkdir -p build; $(PY) -m pip install --quiet --no-input --no-deps $(1) \
  >>$(SETUP_LOG) 2>&1 || { tail -n 5 $(SETUP_LOG); exit 1; }

# Installs those of the given Debian packages that are missing; does nothing on other systems.
define need
command -v dpkg-query >/dev/null || exit 0; \
wanted="$(strip $(1))"; \
present=$$(dpkg-query --show --showformat='$${db:Status-Status} $${Package}\n' $$wanted 2>/dev/null \
  | sed -n 's/^installed //p'); \
missing=$$(comm -23 <(printf '%s\n' $$wanted | sort -u) <(printf '%s\n' $$present | sort -u)); \
[ -n "$$missing" ] || exit 0; \
missing=$$(echo $$missing); \
if [ $$(id -u) = 0 ]; then as_root=; \
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=sudo; \
else echo "Please run once as root: apt-get install -y $$missing"; exit 1; fi; \
echo "Installing Debian packages: $$missing"; mkdir -p build; \
apt_install() { $$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y --no-install-recommends $$missing >>$(SETUP_LOG) 2>&1; }; \
apt_install || { $$as_root apt-get update >>$(SETUP_LOG) 2>&1; apt_install; } || \
  { tail -n 5 $(SETUP_LOG); exit 1; }
endef

# A screen counts when Qt can open it with the plugin it would choose, or the one that was asked for.
define screen_answers
[ -n "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ] && \
  [ "$${QT_QPA_PLATFORM%%:*}" != offscreen ] && [ "$${QT_QPA_PLATFORM%%:*}" != minimal ] && \
  (timeout 20 $(PY) -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])') \
  >/dev/null 2>&1
endef

clean: ## remove what was made, but for the virtual environment
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -f resources/translations/*.qm
	@find kiosk ui core resources tests -name __pycache__ -type d -prune -exec rm -rf {} +
