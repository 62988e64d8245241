"""What goes wrong is logged without what people wrote."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from scheduler.ui.failures import _leave_out_messages


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    make = logging.getLogRecordFactory()
    text = io.StringIO()
    handler, logger = logging.StreamHandler(text), logging.getLogger("tried")
    logger.addHandler(handler)
    yield text
    logger.removeHandler(handler)
    logging.setLogRecordFactory(make)


def test_a_failure_is_logged_with_its_place_but_without_its_message(written: io.StringIO) -> None:
    _leave_out_messages()
    try:
        {}["王芳"]
    except KeyError as error:
        logging.getLogger("tried").error("Uncaught app execution", exc_info=error)
    words = written.getvalue()
    assert "KeyError" in words and "test_failures.py" in words and "Uncaught app execution" in words
    assert "'王芳'" not in words.replace('{}["王芳"]', "")
