from scheduler.plan import StrayLesson
from scheduler.school import BellSchedule, Period, PeriodKind, SchoolClass, Slot
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "数学", "李强", 2), course("七(1)班", "升旗", None, 1)))
RULE = active("activity_time")
BREAK = next(i for i, p in enumerate(bell().periods) if p.kind is PeriodKind.BIG_BREAK)


def test_lessons_in_lesson_slots() -> None:
    plan = plan_of({"七(1)班|数学": [slot(1, 1), slot(2, 1)], "七(1)班|升旗": [slot(1, 2)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.violations, found.judged) == ((), 3)


def test_maths_in_the_big_break() -> None:
    place = Slot(SCHEDULE, 2, BREAK)
    (found,) = verdict(SCHOOL, plan_of({"七(1)班|数学": [slot(1, 1), place]}), RULE).violations
    assert (found.owner.id, found.amount, found.classes, found.teachers, found.slots) == (
        ("七(1)班", 1, ("七(1)班",), ("李强",), (place,))
    )
    assert "挤占大课间" in found.text.zh


def test_an_activity_may_take_the_big_break() -> None:
    assert not verdict(SCHOOL, plan_of({"七(1)班|升旗": [Slot(SCHEDULE, 1, BREAK)]}), RULE).violations


def test_strays_in_the_big_break() -> None:
    place = Slot(SCHEDULE, 3, BREAK)
    strays = tuple(StrayLesson(class_id="七(1)班", slot=place, subject=name) for name in ("英语", "课间操"))
    found = verdict(SCHOOL, plan_of({}, strays=strays), RULE).violations
    assert [v.slots for v in found] == [(place,)]
    assert "英语" in found[0].text.zh


def test_every_kind_of_time_but_lessons_is_kept() -> None:
    kinds = [kind for kind in PeriodKind if kind is not PeriodKind.LESSON]
    periods = [Period(name="第1节", kind=PeriodKind.LESSON, start=480, end=500)]
    periods += [Period(name=k.value, kind=k, start=500 + 20 * i, end=520 + 20 * i) for i, k in enumerate(kinds)]
    schedule = BellSchedule(id=SCHEDULE, periods=tuple(periods))
    school = make_school((course("七(1)班", "数学", "李强", 9),), schedules=(schedule,))
    plan = plan_of({"七(1)班|数学": [Slot(SCHEDULE, 1, period) for period in range(len(periods))]})
    assert [v.slots[0].period for v in verdict(school, plan, RULE).violations] == list(range(1, len(periods)))


def test_the_slots_of_another_bell_schedule() -> None:
    later = bell("下午作息", begin=490)
    classes = (SchoolClass(id="七(1)班", grade=7, number=1, schedule=SCHEDULE),)
    school = make_school((course("七(1)班", "数学", "李强", 2),), schedules=(bell(), later), classes=classes)
    plan = plan_of({"七(1)班|数学": [slot(1, 1), slot(2, 1, later), Slot(SCHEDULE, 6, 0)]})
    assert [v.slots[0].day for v in verdict(school, plan, RULE).violations] == [2]  # the weekend is another rule's care
