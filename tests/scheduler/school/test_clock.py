import pytest
from pydantic import ValidationError

from constraints.rule import Clock, RuleParameters
from scheduler.text import minutes_of


class Figures(RuleParameters):
    ends: Clock = "18:00"


def test_clock_times_are_kept_in_one_way_of_writing() -> None:
    assert minutes_of(Figures().ends) == 1080
    assert [Figures(ends=text).ends for text in ("8:05", "18：30", "20:00:00", " 24:00 ")] == [
        "08:05",
        "18:30",
        "20:00",
        "24:00",
    ]


@pytest.mark.parametrize("text", ["", "18", "18:60", "25:00", "24:01", "六点"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Figures(ends=text)
