"""What tests of the reader share."""

import pytest

from parscore.workbooks import converted, xls


@pytest.fixture
def no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice and without the package that reads .xls."""
    monkeypatch.setattr(xls, "find_spec", lambda _: None)
    monkeypatch.setattr(converted, "office", lambda: None)


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice; it takes seconds for a file."""
    monkeypatch.setattr(converted, "office", lambda: None)
