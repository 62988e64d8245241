"""A timetable as a page by itself: made for a phone, printed on a sheet of paper, without anything from elsewhere.

It tells of its class, its teacher or the staff room and of nobody else: there is no way from it to another page.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from scheduler.export.lessons import Entry, Lessons
from scheduler.export.styles import BAND_FILL, SHADES
from scheduler.export.web.audience import Audience, Reader
from scheduler.export.web.staff import staff_days
from scheduler.export.weeks import PrintedWeek, class_week, teacher_week
from scheduler.text import Text

WORDS = {
    "period": Text("节次", "Period"),
    "free": Text("空闲教师", "Free teachers"),
    "nobody": Text("没有", "none"),
    "teacher": Text("教师", "Teacher"),
    "staff": Text("全校教师一周", "The week of all teachers"),
    "subscribe": Text("订阅到日历", "Subscribe in a calendar"),
    "file": Text("日历文件", "Calendar file"),
    "about": Text("日历会随课表更新；安卓手机请下载日历文件导入。", "A subscribed calendar follows the timetable."),
    "published": Text("发布于", "Published"),
}


class Around(NamedTuple):
    """What a page says besides the timetable: when it was published, where its calendar and its other language are, if anywhere."""

    published: str = ""
    calendar: str = ""
    subscription: str = ""
    other_language: str = ""


NOTHING_AROUND = Around()


def page(lessons: Lessons, reader: Reader, around: Around = NOTHING_AROUND) -> str | None:
    """Return the page of a reader in the language of the lessons; None where the plan has nothing for it."""
    school = lessons.school
    if reader.audience is Audience.STAFF:
        return _page("staff.html", lessons, around, title=lessons.text(WORDS["staff"]), days=staff_days(lessons))
    week: PrintedWeek | None = None
    if reader.audience is Audience.CLASS and reader.who in school.school_class:
        klass = school.school_class[reader.who]
        week = class_week(
            lessons, klass.model_copy(update={"homeroom_teacher": None})
        )  # whoever teaches is named there
    elif reader.audience is Audience.TEACHER and reader.who in school.teacher:
        week = teacher_week(lessons, school.teacher[reader.who])
    return None if week is None else _page("week.html", lessons, around, title=week.title, week=week)


def shade(entries: list[Entry] | None) -> str:
    """Return the colour of a cell, RRGGBB; empty for white."""
    if entries is None:
        return BAND_FILL
    if not entries:
        return ""
    return BAND_FILL if entries[0].area is None else SHADES[entries[0].area].fill


def _page(template: str, lessons: Lessons, around: Around, **more: Any) -> str:
    words = {name: lessons.text(text) for name, text in WORDS.items()}
    return (
        _templates()
        .get_template(template)
        .render(language=lessons.language, school=lessons.school, around=around, words=words, **more)
    )


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["shade"] = shade
    return found
