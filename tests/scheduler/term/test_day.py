"""What holds on a date: the plan, under it special days, under these changes; what is not touched stays."""

import pytest
from pydantic import ValidationError

from scheduler.school import Week
from scheduler.term.absences import clashing, hits
from scheduler.term.calendar import SpecialDay, SpecialDuty, SpecialKind
from scheduler.term.day import day_of, unfitting
from scheduler.term.nouns import Change, Edition, ItemKind, Key, Way
from tests.schools import bell, course, make_school, plan_of, slot
from tests.terms import (
    FIRST,
    LAST,
    TUESDAY,
    absent,
    exchange,
    lesson,
    off,
    on,
    small_plan,
    small_school,
    term_of,
)


def held(term, date) -> list[tuple[str, str, tuple[str, ...]]]:
    """Class, subject and teachers of a date, in its order."""
    return [("、".join(i.classes), i.title, i.teachers) for i in day_of(term, date).items]


def test_a_plain_day_is_that_of_the_plan():
    assert held(term_of(), TUESDAY) == [
        ("三(1)班", "语文", ("王芳",)),
        ("三(2)班", "数学", ("李强",)),
        ("三(1)班", "数学", ("李强",)),
        ("三(2)班", "语文", ("王芳",)),
        ("三(1)班", "体育", ("赵军",)),
        ("三(2)班", "音乐", ("孙悦",)),
        ("三(1)班", "音乐", ("孙悦",)),
        ("三(2)班", "体育", ("赵军",)),
    ]


def test_a_saturday_that_follows_wednesday_has_its_lessons():
    saturday = SpecialDay(date=on(10, 10), name="补课", kind=SpecialKind.FOLLOWS, follows=3)
    term = term_of(specials=[saturday])

    assert held(term, on(10, 10)) == held(term, on(10, 14)) != []
    assert held(term_of(), on(10, 10)) == []


def test_a_day_off_of_one_class_leaves_the_other_as_it_is():
    term = term_of(specials=[off(TUESDAY, "三(1)班")])

    assert [who for who, _, _ in held(term, TUESDAY)] == ["三(2)班"] * 4
    assert {d.item.classes for d in day_of(term, TUESDAY).dropped} == {("三(1)班",)}


def test_a_half_day_off_drops_what_falls_into_it():
    term = term_of(specials=[off(TUESDAY, start=0, end=9 * 60)])

    assert [title for _, title, _ in held(term, TUESDAY)] == ["体育", "音乐", "音乐", "体育"]


def test_a_joint_lesson_is_held_for_the_class_that_is_there():
    school = make_school(courses=(course("三(1)班", "语文", "王芳", 1, id="合", classes=("三(1)班", "三(2)班")),))
    term = term_of(school, plan_of({"合": [slot(2, 1)]}), [off(TUESDAY, "三(1)班")])

    assert held(term, TUESDAY) == [("三(2)班", "语文", ("王芳",))]


def test_courses_of_odd_weeks_are_held_in_odd_weeks():
    odd = course("三(1)班", "语文", "王芳", 1, week=Week.ODD)
    term = term_of(make_school(courses=(odd,)), plan_of({odd.id: [slot(2, 1)]}))

    assert [len(day_of(term, on(12, day)).items) for day in (1, 8, 15)] == [0, 1, 0]  # weeks 14, 15, 16


def test_another_bell_moves_the_clock_and_drops_what_it_has_no_period_for():
    short = bell("短", morning=3, afternoon=0, begin=9 * 60)
    school = small_school().renewed(schedules=(*small_school().schedules, short))
    term = term_of(school, specials=[SpecialDay(date=TUESDAY, name="短课", kind=SpecialKind.BELL, schedule="短")])

    day = day_of(term, TUESDAY)

    assert [(item.start, item.end) for item in day.items][:1] == [(9 * 60, 9 * 60 + 40)]
    assert {d.item.title for d in day.dropped} == {"音乐", "体育"}  # the fourth lesson


def test_a_teacher_is_away_between_his_times_only():
    term = term_of(absences=(absent("王芳", end=9 * 60 - 10),))

    assert [hit.item.classes for hit in hits(term, TUESDAY)] == [("三(1)班",)]
    assert hits(term, on(12, 9)) == ()


def test_an_exam_that_somebody_watches_over_hits_his_lessons_elsewhere():
    exam = SpecialDay(
        date=TUESDAY,
        name="期末",
        kind=SpecialKind.EXAM,
        classes=("三(1)班",),
        duties=(SpecialDuty(name="三(1)班语文", start=8 * 60, end=10 * 60, classes=("三(1)班",), adults=("李强",)),),
    )
    term = term_of(specials=[exam])

    assert [(h.item.classes, h.item.title, h.missing) for h in hits(term, TUESDAY)] == [
        (("三(2)班",), "数学", ("李强",))
    ]


def test_a_change_speaks_of_one_lesson_of_one_date():
    change = Change(
        id=1, date=TUESDAY, key=lesson("三(1)班|语文", slot(2, 1)), way=Way.COVER, without=("王芳",), teachers=("孙悦",)
    )
    term = term_of(absences=(absent("王芳"),), changes=(change,))

    assert held(term, TUESDAY)[0] == ("三(1)班", "语文", ("孙悦",))
    assert held(term, on(12, 15)) == held(term_of(), on(12, 15))
    assert [hit.item.classes for hit in hits(term, TUESDAY)] == [("三(2)班",)]


def test_an_exchange_moves_both_lessons_and_loses_none():
    halves = exchange(lesson("三(1)班|语文", slot(2, 1)), lesson("三(1)班|数学", slot(3, 2)))
    term = term_of(changes=halves)

    assert held(term, TUESDAY)[0] == ("三(1)班", "数学", ("李强",))
    assert ("三(1)班", "语文", ("王芳",)) in held(term, on(12, 9))
    moved = next(i for i in day_of(term, on(12, 9)).items if i.moved)
    assert moved.slot == slot(3, 2) and moved.start == small_school().interval(slot(3, 2)).start


def test_half_of_an_exchange_is_no_term():
    halves = exchange(lesson("三(1)班|语文", slot(2, 1)), lesson("三(1)班|数学", slot(3, 2)))

    with pytest.raises(ValidationError, match="all its halves"):
        term_of(changes=halves[:1])


def test_nothing_is_changed_twice():
    change = Change(id=1, date=TUESDAY, key=lesson("三(1)班|语文", slot(2, 1)), way=Way.CANCEL)

    with pytest.raises(ValidationError, match="twice"):
        term_of(changes=(change, change.model_copy(update={"id": 2})))


def test_classes_that_join_a_lesson_have_its_teacher():
    change = Change(
        id=1,
        date=TUESDAY,
        key=lesson("三(1)班|语文", slot(2, 1)),
        way=Way.MERGE,
        joins=lesson("三(2)班|数学", slot(2, 1)),
    )

    assert held(term_of(changes=(change,)), TUESDAY)[0] == ("三(1)班", "语文", ("李强",))


def test_a_new_edition_begins_on_a_monday_and_keeps_the_past():
    later = plan_of({"三(1)班|语文": [slot(2, 4)]})
    editions = (
        Edition(first=FIRST, school=small_school(), plan=small_plan()),
        Edition(first=on(12, 7), school=small_school(), plan=later),
    )
    term = term_of().renewed(editions=editions)

    assert held(term, TUESDAY) == [("三(1)班", "语文", ("王芳",))]
    assert held(term, on(12, 1)) == held(term_of(), on(12, 1))
    with pytest.raises(ValidationError, match="Monday"):
        term.renewed(editions=(editions[0], editions[1].model_copy(update={"first": TUESDAY})))


def test_a_date_outside_of_the_term_has_no_day():
    with pytest.raises(ValueError, match="outside"):
        day_of(term_of(), LAST.replace(month=3))


def test_a_change_of_what_a_date_has_no_more_is_found():
    maths = Key(ItemKind.LESSON, "三(1)班|数学", slot(2, 2))
    change = Change(id=1, date=TUESDAY, key=maths, way=Way.CANCEL)
    monday = SpecialDay(date=TUESDAY, name="调休", kind=SpecialKind.FOLLOWS, follows=1)

    assert unfitting(term_of(changes=(change,))) == ()
    assert unfitting(term_of(specials=[off(TUESDAY)], changes=(change,))) == ()  # the week has it still
    assert unfitting(term_of(specials=[monday], changes=(change,))) == (change,)
    later = change.model_copy(update={"date": on(12, 9)})
    assert unfitting(term_of(changes=(later,))) == (later,)


def test_absences_of_one_person_at_one_time_clash():
    term = term_of(absences=(absent("王芳", end=12 * 60),))

    assert clashing(term, absent("李强", "王芳", start=8 * 60)) == term.absences
    assert clashing(term, absent("王芳", start=12 * 60)) == ()
    assert clashing(term, absent("王芳", first=on(12, 9))) == ()
    assert clashing(term, absent("李强")) == ()
