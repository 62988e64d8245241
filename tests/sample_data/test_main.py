import sys

import pytest

from sample_data import __main__ as module


@pytest.mark.parametrize(
    "arguments", ["--help", "-h", "--lang en", "mistakes", "mistakes --help", "plan now", "samples"]
)
def test_what_is_no_order_prints_help_and_writes_nothing(
    arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrote(*arguments: object) -> None:
        pytest.fail("something was written")

    for name in ("write_samples", "write_mistakes", "write_plan"):
        monkeypatch.setattr(module, name, wrote)
    monkeypatch.setattr(sys, "argv", ["sample_data", *arguments.split()])
    try:
        module.main()
    except SystemExit as end:
        assert end.code == module.__doc__
    else:
        assert capsys.readouterr().out == module.__doc__
