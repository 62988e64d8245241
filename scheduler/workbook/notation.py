"""What people write in a cell for lessons, days, clock times, slots and numbers. Wrong notation raises NotationError."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import grades, plain


class NotationError(ValueError):
    """A cell that cannot be understood: what is wrong with it, and what to type instead."""

    def __init__(self, text: Text, cure: Text) -> None:
        super().__init__(text.en)
        self.text = text
        self.cure = cure


class AlternatingWeeksError(NotationError):
    """A time of the week that names odd or even weeks where these cannot differ."""


class WeeklyLessons(NamedTuple):
    """Lessons a week, `doubles` pairs among them. `week` is None where every other week is meant, no matter which."""

    lessons: int
    doubles: int = 0
    week: Week | None = Week.EVERY

    @property
    def weekly(self) -> float:
        """Lessons a week on average over odd and even weeks."""
        return self.lessons if self.week is Week.EVERY else self.lessons / 2


class NamedSlot(NamedTuple):
    """A lesson of the week as people name it. `part` is 1 where `number` counts from the first after noon, 0 where it is said
    to be before noon, else None."""

    day: int
    number: int
    part: int | None = None


WEEKS: dict[str, Week] = {
    "单": Week.ODD,
    "单周": Week.ODD,
    "odd": Week.ODD,
    "双": Week.EVEN,
    "双周": Week.EVEN,
    "even": Week.EVEN,
    "每周": Week.EVERY,
    "every": Week.EVERY,
}
_LESSONS = re.compile(r"(\d{1,2}(?:\+\d{1,2})*)(?:\.0+)?(?:节课?|课时)?")
_HALF = re.compile(r"(\d{0,2})\.50*")
_BAD_LESSONS = Text("看不懂的课时写法", "These lessons cannot be understood")
_LESSONS_CURE = Text(
    "写成 5，或 4+1（4 节单课加 1 次两节连堂），隔周上的写 1 单、1 双 或 0.5",
    "Type 5, or 4+1 (4 single lessons and a double), or 1 单, 1 双, 0.5 for every other week",
)


def read_lessons(value: object) -> tuple[WeeklyLessons, ...]:
    """Return lessons a week: `5`, `4+1` (4 singles, 1 double), `2+1+1`, `1单`, `双`, `0.5`; `1.5` gives two parts.

    0 and an empty cell give none.
    """
    _refuse_date(value)
    text = plain(value).replace(" ", "").casefold()
    week = next((word for word in sorted(WEEKS, key=len, reverse=True) if word in text), None)
    if week is not None:
        text = text.replace(week, "", 1).strip("()[]:,") or "1"
    if text in ("", "0", "-", "/"):
        return ()
    half = _HALF.fullmatch(text)
    if half and week is None:
        whole = int(half[1] or 0)
        return (*((WeeklyLessons(whole),) if whole else ()), WeeklyLessons(1, week=None))
    found = _LESSONS.fullmatch(text)
    if not found:
        raise NotationError(_BAD_LESSONS, _LESSONS_CURE)
    singles, *doubles = (int(part) for part in found[1].split("+"))
    lessons = singles + 2 * sum(doubles)
    if not 1 <= lessons <= 40:
        raise NotationError(Text("一周课时应在 1 到 40 之间", "Lessons a week must be 1 to 40"), _LESSONS_CURE)
    return (WeeklyLessons(lessons, sum(doubles), WEEKS[week] if week else Week.EVERY),)


def _refuse_date(value: object) -> None:
    """Raise NotationError where Excel made a date of what was typed, such as 3-5 or 1/2."""
    if isinstance(value, date):
        typed = f"{value.month}-{value.day}"
        raise NotationError(
            Text(
                f"Excel 把这一格变成了日期（原来写的大概是“{typed}”）",
                f"Excel made a date of this, probably of “{typed}”",
            ),
            Text("把这一列的单元格格式设为“文本”，再写一遍", "Format the column as text and type it again"),
        )


def read_average(value: object) -> float:
    """Return lessons a week on average over odd and even weeks: `5`, `4+1` is 6, `0.5`."""
    return sum((part.weekly for part in read_lessons(value)), 0.0)


def read_week(value: object) -> Week:
    """Return the weeks that 单, 双, 每周 or an empty cell mean."""
    text = plain(value).casefold()
    if text and text not in WEEKS:
        raise NotationError(
            Text("单双周只能是 单 或 双", "Weeks are odd or even"),
            Text("写 单 或 双；每周都上就不填", "Type odd or even; leave it empty for every week"),
        )
    return WEEKS.get(text, Week.EVERY)


_DAY_WORDS = {
    **{word: day for day, word in enumerate("一二三四五六日", 1)},
    **{str(day): day for day in range(1, 8)},
    **{word: day for day, word in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)},
    "天": 7,
}
_DAY_PREFIX = re.compile(r"周|星期|礼拜")
_ENGLISH_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?")
_ALTERNATING = re.compile(r"[单双隔]周?|odd|even")
_DASHES = re.compile(r"\s*(?:[-~—–−‐‑]+|至|到)\s*")


def _refuse_weeks(text: str, cure: Text | None = None) -> None:
    """Raise AlternatingWeeksError for 单周六: days do not differ between odd and even weeks here."""
    if _ALTERNATING.search(text):
        raise AlternatingWeeksError(
            Text("这里的星期每周都一样，不能分单双周", "These days are the same in odd and even weeks"),
            cure
            or Text(
                "只写星期，如 周六；隔周上的课在“任课明细”的“单双周”列写 单 或 双",
                "Type the day alone, such as Sat; courses of odd or even weeks say so in 任课明细",
            ),
        )


def no_days() -> NotationError:
    """Return the error for a text that names no days."""
    return NotationError(
        Text("看不懂的星期", "These days cannot be understood"),
        Text("写成 一至五、1-5，或 二、四", "Type such as 1-5, or Tue, Thu"),
    )


def _no_day() -> NotationError:
    return NotationError(
        Text("看不懂的星期", "This day cannot be understood"), Text("写成 周三、三 或 3", "Type such as Wed or 3")
    )


def read_days(value: object) -> tuple[int, ...]:
    """Return ISO weekdays in order: `一至五`, `1-5`, 周三, 二、四, `Mon-Fri`; none for an empty cell."""
    _refuse_date(value)
    text = _ENGLISH_DAY.sub(r"\1", plain(value).casefold())
    _refuse_weeks(text)
    text = _DASHES.sub("-", _DAY_PREFIX.sub("", re.sub(r"每(?=周|星期|礼拜)", "", text)))
    if text and not text.strip("、,;/ "):
        raise no_days()
    found: set[int] = set()
    for part in re.split(r"[、,;/\s]+", text):
        first, dash, last = part.partition("-")
        if dash and first in _DAY_WORDS and last in _DAY_WORDS and _DAY_WORDS[first] <= _DAY_WORDS[last]:
            found.update(range(_DAY_WORDS[first], _DAY_WORDS[last] + 1))
        elif part in _DAY_WORDS:
            found.add(_DAY_WORDS[part])
        elif not dash and all(character in _DAY_WORDS for character in part):
            found.update(_DAY_WORDS[character] for character in part)
        else:
            raise no_days()
    return tuple(sorted(found))


def read_day(value: object) -> int:
    """Return one ISO weekday."""
    _refuse_date(value)
    try:
        days = read_days(value)
    except AlternatingWeeksError:
        raise
    except NotationError:
        raise _no_day() from None
    if len(days) != 1:
        raise _no_day()
    return days[0]


def read_grades(value: object) -> tuple[int, ...]:
    """Return the grades that `3-6`, 七、八 or 全校 (1 to 12) name."""
    _refuse_date(value)
    found = grades(value)
    if not found:
        raise NotationError(Text("看不懂的年级", "These grades cannot be understood"), Text("写成 3-6", "Type 3-6"))
    return found


_CLOCK = re.compile(
    r"(?P<part>上午|早上|早晨|凌晨|中午|下午|晚上|傍晚|晚|am|pm)?(?P<hour>\d{1,2})"
    r"(?:[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?|[点时](?:(?P<spelt>\d{1,2})分?|(?P<half>半)|整)?)(?P<after>am|pm)?"
)
_AFTER_NOON = ("下午", "晚上", "傍晚", "晚", "pm")
_BEFORE_NOON = ("上午", "早上", "早晨", "凌晨", "am")
_MIDNIGHT_AT_12 = ("晚上", "晚", "凌晨", "am")  # 晚上12点 is said of either end of a day
_NOON = 12 * 60
_DAY_ZERO = 1905  # Excel counts days from 1900 or 1904: what is later is a date that somebody meant


def _no_clock() -> NotationError:
    return NotationError(
        Text("不是时间", "This is no time of day"), Text("写成 08:20 这样的时间", "Type a time such as 08:20")
    )


def read_clock(value: object) -> int:
    """Return minutes since midnight, from a time that Excel stored in any of its ways or from `8:20`, `08：20`, `8点20分`, 下午2点."""
    if isinstance(value, datetime):
        if value.year > _DAY_ZERO and value.time() == time():
            raise _no_clock()
        value = value.time()
    if isinstance(value, time):
        return value.hour * 60 + value.minute + round(value.second / 60)
    if isinstance(value, timedelta):
        return _in_a_day(round(value.total_seconds() / 60))
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 < value < 1:
            return round(value * 24 * 60)
        raise _no_clock()
    return _spoken(plain(value).replace(" ", "").casefold())


def _spoken(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if not found:
        return _fraction(text)
    hour, minutes = int(found["hour"]), int(found["minute"] or found["spelt"] or (30 if found["half"] else 0))
    word = found["part"] or found["after"]
    contradicts = (word in _BEFORE_NOON and hour > 12) or (word in _MIDNIGHT_AT_12 and hour == 12)
    if minutes > 59 or contradicts or (found["part"] and found["after"]):
        raise _no_clock()
    late = word in _AFTER_NOON or (word == "中午" and hour < 6)
    return _in_a_day(hour * 60 + minutes + (_NOON if late and hour < 12 else 0))


def is_clock_range(value: object) -> bool:
    """Tell whether a cell gives a start and an end, understood or not: it has a dash between two figures."""
    return isinstance(value, str) and len(_DASHES.split(plain(value))) > 1


def read_clock_range(value: object) -> tuple[int, int]:
    """Return start and end in minutes since midnight: `08:00-08:45`, `8点～8点45分`, 下午2:00至4:00."""
    parts = _DASHES.split(plain(value)) if isinstance(value, str) else []
    if len(parts) != 2:
        raise NotationError(
            Text("不是起止时间", "This is no stretch of time"),
            Text("写成 08:00-08:45", "Type such as 08:00-08:45"),
        )
    start, end = read_clock(parts[0]), read_clock(parts[1])
    said_late = any(parts[0].strip().startswith(word) for word in _AFTER_NOON)
    if said_late and end <= start and end + _NOON > start:
        end = _in_a_day(end + _NOON)  # 下午2:00-4:00
    return start, end


def _fraction(text: str) -> int:
    """Return the minutes of a day's fraction that was stored as text."""
    if re.fullmatch(r"0?\.\d+", text) and float(text) > 0:
        return round(float(text) * 24 * 60)
    raise _no_clock()


def _in_a_day(minutes: int) -> int:
    if not 0 <= minutes <= 24 * 60:
        raise _no_clock()
    return minutes


HALVES = {"上午": 0, "am": 0, "下午": 1, "pm": 1}
_DAY = r"(?:周|星期|礼拜)?([一二三四五六日天]|[1-7](?!\d))|(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_SLOT = re.compile(
    rf"(?:{_DAY})[-,\s]*(上午|下午|am|pm)?[-,\s]*(?:第|lesson|period)?\s*(\d{{1,2}}|[一二三四五六七八九十])\s*(?:节课?)?"
)


def _no_slot() -> NotationError:
    return NotationError(
        Text("看不懂的时间", "This time cannot be understood"),
        Text("写成 周三第5节", "Type such as 周三第5节 or Wed 5"),
    )


def read_slot(value: object) -> NamedSlot:
    """Return the lesson that 周三第5节, 三5, 周三下午第1节 or Wed 5 names."""
    text = plain(value).casefold()
    found = _SLOT.fullmatch(text)
    if not found:
        _refuse_weeks(text, _no_slot().cure)
        raise _no_slot()
    return NamedSlot(_DAY_WORDS[found[1] or found[2]], _ordinal(found[4]), HALVES.get(found[3]))


_PERIOD = re.compile(r"(上午|下午|am|pm)?\s*(?:第|lesson|period)?\s*(\d{1,2}|[一二三四五六七八九十])\s*(?:节课?)?")


def read_lesson_number(value: object) -> tuple[int, int | None]:
    """Return the number of a lesson in its day, and 1 where it counts from the first after noon, 0 where it is said to be
    before noon, else None: 5, 第五节, 下午第1节."""
    found = _PERIOD.fullmatch(plain(value).casefold())
    if not found:
        raise NotationError(
            Text("看不懂的节次", "This lesson number cannot be understood"),
            Text("写当天第几节课，如 3", "Type the number of the lesson in its day, such as 3"),
        )
    return _ordinal(found[2]), HALVES.get(found[1])


def _ordinal(text: str) -> int:
    return int(text) if text.isdigit() else "〇一二三四五六七八九十".index(text)


def read_whole_number(value: object, least: int, most: int) -> int:
    """Return a whole number between `least` and `most`, from a number or from text such as `45人`, `第3周`."""
    _refuse_date(value)
    cure = Text(f"写 {least} 到 {most} 的整数", f"Type a whole number from {least} to {most}")
    if isinstance(value, float) and 0 < value < 1 and most > 1:
        raise NotationError(Text("不是整数", "This is no whole number"), cure)
    found = re.fullmatch(
        r"第?(-?\d{1,9})(?:\.0*)?(?:人|名|位|座|张|间|节|天|周|个班|个|班|次|分钟|分)?", plain(value).replace(" ", "")
    )
    if not found:
        raise NotationError(Text("不是整数", "This is no whole number"), cure)
    if not least <= int(found[1]) <= most:
        raise NotationError(Text(f"应在 {least} 到 {most} 之间", f"Must be {least} to {most}"), cure)
    return int(found[1])


def read_percent(value: object, least: int, most: int) -> int:
    """Return percent: 50, `50%`, and 0.5 or 1.5 as Excel stores cells that show 50% and 150%. 1 is 100%."""
    if isinstance(value, float) and not value.is_integer() and 0 < value <= most / 100:
        return round(value * 100)
    return 100 if value == 1 else read_whole_number(plain(value).removesuffix("%"), least, most)


_AMOUNT = re.compile(r"[¥￥]?(\d{1,6}(?:\.\d{1,2})?)(?:元|块)?(?:/[次节])?")


def read_amount(value: object) -> float:
    """Return an amount of money in yuan: 50, `62.5`, `50元/次`."""
    found = _AMOUNT.fullmatch(plain(value).replace(" ", "").replace(",", ""))
    if not found:
        raise NotationError(
            Text("不是金额", "This is no amount"), Text("写元数，如 50 或 62.5", "Type yuan, such as 50 or 62.5")
        )
    return float(found[1])


_HOURS = re.compile(r"(\d{1,2}(?:\.5)?)(?:个?小时|h|hours?)")


def read_minutes(value: object, least: int, most: int) -> int:
    """Return a length of time in minutes: 600, `600分钟`, `10小时`, `-30`."""
    found = _HOURS.fullmatch(plain(value).replace(" ", "").casefold())
    return read_whole_number(round(float(found[1]) * 60) if found else value, least, most)


_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:0{1,2}:0{2}(?::0{2})?)?|(\d{4})(\d{2})(\d{2})")
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # 2000-01-01 and 2099-12-31 as Excel counts days
_EXCEL_EPOCH = date(1899, 12, 30)


def read_date(value: object) -> date:
    """Return a date, from one that Excel stored in any of its ways or from `2026-09-01`, `2026.9.1`, `2026年9月1日`."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value).replace(" ", "")
    if re.fullmatch(r"\d{5}", text) and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    found = _DATE.fullmatch(text)
    try:
        year, month, day = (int(part) for part in found.groups() if part is not None) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise NotationError(
            Text("不是日期", "This is no date"), Text("写成 2026-09-01 这样的日期", "Type a date such as 2026-09-01")
        ) from None
