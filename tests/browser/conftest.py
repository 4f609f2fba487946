"""A real Chromium, and the built sites served to it."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from . import orchard, rungs

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SOURCES = "sources"
"""Where the modules of our scripts stand, one by one, beside each site."""
SCRIPTS = ROOT / "plugins" / "trimtab" / "theme" / "assets" / "trimtab"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, playwright: object) -> dict:
    """Launch the machine's Chromium; where there is none, skip, or fail if this is CI."""
    path = os.environ.get("TRIMTAB_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and Path(playwright.chromium.executable_path).exists():
        return browser_type_launch_args
    if path is None:
        reason = "there is no Chromium; `make test` installs one, or name yours in TRIMTAB_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": [*QUIET, *sandbox]}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        # Sites have scripts joined; tests import what belongs to one.
        if path.startswith(f"/{SOURCES}/"):
            return str(SCRIPTS / path.removeprefix(f"/{SOURCES}/"))
        return super().translate_path(path)

    def log_message(self, *_: object) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with contextlib.suppress(ConnectionError):  # A browser that has moved on waits for nothing.
            super().copyfile(source, outputfile)


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def build(config: Path, site: Path) -> Path:
    """Build a library with the command that users run."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config), "-d", str(site)]
    subprocess.run(command, check=True, capture_output=True)
    return site


@pytest.fixture(scope="session")
def library_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Our own library, built and served."""
    yield from serve(build(ROOT / "mkdocs.yml", tmp_path_factory.mktemp("own") / "site"))


@pytest.fixture(scope="session")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The library of hostile entries, built and served."""
    config = ROOT / "tests/libraries/hostile/mkdocs.yml"
    yield from serve(build(config, tmp_path_factory.mktemp("hostile") / "site"))


@pytest.fixture(scope="session")
def rungs_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny library of `rungs.py`, built and served."""
    folder = tmp_path_factory.mktemp("rungs")
    yield from serve(build(rungs.write(folder), folder / "site"))


@pytest.fixture(scope="session")
def orchard_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny library of `orchard.py`, built and served."""
    folder = tmp_path_factory.mktemp("orchard")
    yield from serve(build(orchard.write(folder), folder / "site"))


@pytest.fixture
def without_javascript(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
