#!/bin/sh
# Prints the path of a Chromium for the browser tests, and installs one where there is none.
# Usage: sh chromium.sh PYTHON, where PYTHON is one that has Playwright. All else that is said goes to stderr.
set -eu

python=${1:-python3}

say() {
  printf '%s\n' "$*" >&2
}

# A name isn't enough: some packages of that name hold a stub that only tells how to get the real one.
runs() {
  "$1" --version </dev/null >/dev/null 2>&1
}

on_path() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    found=$(command -v "$name") || continue
    if runs "$found"; then
      printf '%s\n' "$found"
      return 0
    fi
  done
  return 1
}

of_playwright() {
  found=$("$python" -c '
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
' 2>/dev/null </dev/null) || return 1
  runs "$found" && printf '%s\n' "$found"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
  fi </dev/null >&2
}

playwright() {
  "$python" -m playwright "$@" </dev/null >&2
}

if [ -n "${TRIMTAB_CHROMIUM:-}" ]; then
  if runs "$TRIMTAB_CHROMIUM"; then
    command -v "$TRIMTAB_CHROMIUM"
    exit 0
  fi
  say "TRIMTAB_CHROMIUM names $TRIMTAB_CHROMIUM, which doesn't run."
  exit 1
fi

on_path && exit 0
of_playwright && exit 0

apt=false
if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
  apt=true
  say "Installing Chromium with apt-get for the browser tests."
  if as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu; then
    on_path && exit 0
  fi
fi

say "Installing Playwright's Chromium for the browser tests."
if playwright install chromium; then
  of_playwright && exit 0
  # It is there and doesn't run: it lacks libraries of the system.
  $apt && playwright install-deps chromium && of_playwright && exit 0
fi

say "No Chromium was found and none could be installed, so the browser tests can't run."
say "Install Chromium or Chrome with your system's packages, or set TRIMTAB_CHROMIUM to the path of one."
exit 1
