"""Days of the week that people write with the weeks in which they are meant: 单周六. Wrong notation raises NotationError."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import plain
from scheduler.workbook.notation import WEEKS, AlternatingWeeksError, NotationError, no_days, read_day, read_days

_IN_WEEKS = re.compile(
    r"\(?([单双])周?\)?的?(?:周(?=[一二三四五六日天]))?(?P<days>.+)|(?P<day>.+?)(?:\(([单双])周?\)|([单双])周)"
)
_UNTIED_WEEKS = re.compile(r"(?<=[一二三四五六日天\d)])(?=\(?[单双]周?\)?(?:周|星期|礼拜)?[一二三四五六日天\d])")


def read_days_in_weeks(value: object) -> dict[int, Week]:
    """Return ISO weekdays in order with the weeks in which they are meant: `一至五、单周六`, 六（单周）, `Mon-Fri, Sat (odd weeks)`.

    What may be read in two ways is refused: 隔周六, 单周六、日, 一至六（单周）.
    """
    text = plain(value).casefold() if not isinstance(value, date) else str(read_days(value))  # which refuses a date
    if "隔" in text:
        raise _no_weeks(Text("看不出是单周还是双周", "Odd or even weeks? This does not say"))
    for word, week in (("单", "odd"), ("双", "even")):
        text = re.sub(rf"{week}(?:[- ]?weeks?)?", word, text)
    text = re.sub(r"(?<=[单双周(])\s+|\s+(?=\()|\s+(?=[-~—–至到])|(?<=[-~—–至到])\s+", "", text)
    parts = [part for part in re.split(r"[、,;/\s+和及]+", _UNTIED_WEEKS.sub("、", text)) if part]
    told = [(part, *_part_in_weeks(part)) for part in parts]
    if text and not told:
        raise no_days()
    return dict(sorted(_joined_weeks(told).items()))


def _joined_weeks(told: Iterable[tuple[str, tuple[int, ...], Week]]) -> dict[int, Week]:
    """Return the weeks of each day; one of odd and of even weeks is one of every week. Raises NotationError for what contradicts."""
    found: dict[int, Week] = {}
    alternating = False
    for part, days, week in told:
        if alternating and week is Week.EVERY:
            raise _no_weeks(Text(f"看不出“{part}”是每周还是只在单周或双周", f"Is “{part}” meant in every week?"))
        alternating = week is not Week.EVERY
        for day in days:
            if Week.EVERY in (week, found.get(day, week)) and found.get(day, week) is not week:
                raise _no_weeks(
                    Text("同一天既写每周又写单双周", "One day is said to be in every week and in some only")
                )
            found[day] = week if found.get(day, week) is week else Week.EVERY
    return found


def _part_in_weeks(part: str) -> tuple[tuple[int, ...], Week]:
    """Return the days that 一至五, 单周六 or 六(单周) means, and their weeks; brackets behind several days are refused."""
    told = _IN_WEEKS.fullmatch(part)
    if told is None:
        try:
            return read_days(part), Week.EVERY
        except AlternatingWeeksError:
            raise _no_weeks(Text(f"看不懂“{part}”", f"“{part}” cannot be understood")) from None
    days = read_days(told["days"] or told["day"])
    if not days:
        raise no_days()
    if told["day"] and len(days) > 1:
        raise _no_weeks(Text(f"看不出“{part}”里哪一天分单双周", f"Which days of “{part}” are in some weeks only?"))
    return days, WEEKS[told[1] or told[4] or told[5]]


def _no_weeks(text: Text) -> NotationError:
    cure = Text(
        "每周都上的写在前面，分单双周的每天写明，如 一至五、单周六、单周日",
        "First the days of every week, then each day of odd or even weeks by itself: 一至五、单周六、单周日",
    )
    return NotationError(text, cure)


def read_day_in_weeks(value: object) -> tuple[int, Week]:
    """Return an ISO weekday and the weeks it is meant in: 周六, 单周六, 周一(双周)."""
    text = plain(value).replace(" ", "").casefold()
    found = re.fullmatch(r"\(?(单|双|每)周?\)?(?:的|,)?(.+)|(.+?)\(?(单|双|每)周\)?", text)
    if found is None:
        return read_day(value), Week.EVERY
    word, day = found[1] or found[4], found[2] or found[3]
    return read_day(day), WEEKS["每周" if word == "每" else word]
