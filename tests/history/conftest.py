"""What the tests of history share."""

from __future__ import annotations

import pytest

from history.repositories import IDENTITY


@pytest.fixture(autouse=True)
def identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git knows who commits and when, and nothing of whoever runs the tests."""
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
