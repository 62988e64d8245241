"""A page tells all of its timetable, nothing of anybody else's, and needs nothing from elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from constraints.audit import Report
from scheduler.export.lessons import Lessons
from scheduler.export.web.audience import Audience, Reader, readers
from scheduler.export.web.pages import Around, page
from scheduler.export.weeks import class_week, teacher_week
from scheduler.plan import PlanView
from scheduler.plan.free import free_teachers
from tests.schools import make_school, plan_of, slot


class Reading(HTMLParser):
    """The words and the addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style" and data.strip():
            self.words.append(data.strip())


@pytest.fixture(scope="module")
def lessons(report: Report) -> Lessons:
    return Lessons(PlanView(report.school, report.plan), "zh")


def shown(lessons: Lessons, reader: Reader, around: Around | None = None) -> Reading:
    text = page(lessons, reader, around or Around())
    assert text is not None
    return Reading(text)


def test_a_class_page_has_every_entry_of_its_week(lessons: Lessons) -> None:
    klass = lessons.school.classes[0]
    words = shown(lessons, Reader(Audience.CLASS, klass.id)).words
    week = class_week(lessons, klass)
    for line in week.lines:
        for entries in line.cells:
            for entry in entries or ():
                assert set(entry.lines) <= set(words)
    assert all(day in words for day in week.day_texts) and any(klass.id in word for word in words)


def test_nobody_is_named_who_is_not_in_the_timetable(lessons: Lessons) -> None:
    klass = lessons.school.classes[0]
    words = " ".join(shown(lessons, Reader(Audience.CLASS, klass.id)).words)
    cells = [entry for line in class_week(lessons, klass).lines for cell in line.cells for entry in cell or ()]
    told = " ".join(line for entry in cells for line in entry.lines)
    strangers = [each.id for each in lessons.school.teachers if each.id not in told]
    assert strangers and not [name for name in strangers if name in words]
    mine = lessons.school.teachers[0]
    week = teacher_week(lessons, mine)
    assert week is not None
    others = [each.id for each in lessons.school.teachers if each.id != mine.id]
    words = " ".join(shown(lessons, Reader(Audience.TEACHER, mine.id)).words)
    assert not [name for name in others if name in words]


def test_the_staff_room_sees_everybody_and_who_is_free(lessons: Lessons) -> None:
    found = shown(lessons, Reader(Audience.STAFF))
    for reader in readers(lessons):
        assert reader.audience is not Audience.TEACHER or reader.who in found.words
    first = lessons.slots_of(lessons.school.schedules[0])[0]
    free = free_teachers(lessons.view, first)
    assert free and any(set(word.split("、")) <= set(free) for word in found.words if "、" in word)


def test_pages_need_nothing_from_elsewhere_and_lead_nowhere(lessons: Lessons) -> None:
    for reader in (readers(lessons)[0], Reader(Audience.STAFF)):
        found = shown(lessons, reader)
        assert not [each for each in found.addresses if not each.startswith("#d")]
        assert not found.tags & {"script", "link", "img", "iframe", "form"}
    around = Around("2026-09-01", "x.ics", "webcal://y/x.ics", "?lang=en")
    assert shown(lessons, readers(lessons)[0], around).addresses == ["webcal://y/x.ics", "x.ics", "?lang=en"]


def test_who_has_nothing_has_no_page(lessons: Lessons) -> None:
    for reader in (Reader(Audience.CLASS, "九(9)班"), Reader(Audience.TEACHER, "查无此人"), Reader(Audience.TEACHER)):
        assert page(lessons, reader) is None


def test_a_name_is_text_and_never_markup() -> None:
    school = make_school(name="<b>一小</b> & 子")
    lessons = Lessons(PlanView(school, plan_of({"七(1)班|语文": [slot(1, 1)]})), "zh")
    found = shown(lessons, Reader(Audience.CLASS, "七(1)班"))
    assert "b" not in found.tags and any("<b>一小</b> & 子" in word for word in found.words)


def test_english_pages_have_english_words(report: Report) -> None:
    lessons = Lessons(PlanView(report.school, report.plan), "en")
    assert {"Period", "Mon"} <= set(shown(lessons, readers(lessons)[0]).words)
    assert {"Free teachers", "Teacher"} <= set(shown(lessons, Reader(Audience.STAFF)).words)
