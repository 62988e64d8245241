"""From when to when somebody is away, as people write it: lessons 1-3, or by the clock."""

from __future__ import annotations

from scheduler.school import School
from scheduler.workbook.names import plain
from scheduler.workbook.notation import NotationError, read_clock_range


def read_stretch(school: School, weekday: int, said: str) -> tuple[int, int] | None:
    """Return from when to when the lessons 1-3 of a weekday are, or 08:00-10:00; None for what says neither."""
    if ":" not in said and "：" not in said:
        return lesson_stretch(school, weekday, said)
    try:
        start, end = read_clock_range(said)
    except NotationError:
        return None
    return (start, end) if start < end else None


def lesson_stretch(school: School, weekday: int, said: str) -> tuple[int, int] | None:
    """Return from when to when the lessons 1-3, 2 or 第3节 of a weekday are, in whichever bell begins first or ends last; None
    where no bell has them."""
    text = plain(said).replace("第", "").replace("节", "").replace("课", "").replace("至", "-").replace("~", "-")
    parts = text.replace("—", "-").replace("–", "-").split("-")
    if not 1 <= len(parts) <= 2 or not all(part.strip().isdigit() for part in parts):
        return None
    first, last = int(parts[0]), int(parts[-1])
    used = {klass.schedule for klass in school.classes}
    times = [
        (bell.periods[period].start, bell.periods[period].end)
        for bell in (school.schedule[name] for name in sorted(used))
        for period in bell.lessons_on(weekday)
        if first <= bell.lesson_number(weekday, period) <= last
    ]
    if not times or last < first:
        return None
    return min(start for start, _ in times), max(end for _, end in times)
