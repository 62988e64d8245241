"""Classes, teachers, and those who must be apart, with more lessons together than slots."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from ortools.sat.python import cp_model

from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.groups import squeezed
from scheduler.explanation.counting.items import SlotDemand
from scheduler.model.owner import OwnerKind
from scheduler.school import Exclusion, Lock, MarkOwner, Meeting, RuleSetting, School, Slot, Teacher, Week
from tests.chance import SEEDS, some
from tests.scheduler.explanation.counting.counted import marked, only, told
from tests.schools import SCHEDULE, course, make_school, slot

CLASSES = ("七(1)班", "七(2)班", "七(3)班")
LATE = [slot(day, number) for day in range(1, 6) for number in (3, 4, 5, 6)]
SLOTS = [slot(day, number) for day in (1, 2) for number in (1, 2, 3)]


def taught_by_one(lessons: int, **more: object) -> School:
    """Three classes with maths from one teacher."""
    return make_school(tuple(course(name, "数学", "李强", lessons) for name in CLASSES), **more)


def test_a_teacher_with_more_lessons_than_free_slots() -> None:
    school = taught_by_one(4, marks=marked(MarkOwner.TEACHER, "李强", *LATE))
    found = only(school, OwnerKind.TEACHER)
    assert told(found) == ("李强", 12, 10)
    assert found.text.zh == (
        "李强一周要排七(1)班数学、七(2)班数学、七(3)班数学，共 12 节，最多能排 10 节；"
        "能排的时段 10 个（周一至周五第1、2节）；不能用的时段：李强标“禁” 20 个"
    )
    assert found.text.en == (
        "李强: 七(1)班数学, 七(2)班数学, 七(3)班数学 need 12 slots a week, there is room for 10; "
        "slots left: 10 (Mon to Fri lessons 1, 2); slots lost: 李强 not available: 20"
    )
    assert set(found.rules) == {"teacher_clash", "unavailable", "hours_in_full"}
    assert shortages(taught_by_one(3, marks=marked(MarkOwner.TEACHER, "李强", *LATE))) == ()


def test_a_teacher_may_be_in_two_places_where_the_school_says_so() -> None:
    setting = RuleSetting(rule="teacher_clash", enabled=False)
    marks = marked(MarkOwner.TEACHER, "李强", *LATE)
    assert shortages(taught_by_one(4, marks=marks, rule_settings=(setting,))) == ()


def test_a_meeting_takes_what_its_teacher_needs() -> None:
    """Nine lessons and a meeting of two periods, wherever it is held, in ten slots."""
    meeting = Meeting(id="数学教研", teachers=("李强",), schedule=SCHEDULE, length=2)
    school = taught_by_one(3, marks=marked(MarkOwner.TEACHER, "李强", *LATE), meetings=(meeting,))
    found = only(school, OwnerKind.TEACHER)
    assert told(found) == ("李强", 11, 10)
    assert "数学教研，共 11 节" in found.text.zh
    assert {"meetings", "teacher_clash"} <= set(found.rules)


def test_a_meeting_that_colleagues_confine() -> None:
    """Two lessons in two slots, and a meeting that could be in a third, but for a colleague."""
    meeting = Meeting(id="数学教研", teachers=("李强", "陈磊"), schedule=SCHEDULE, days=(1,), parts=(0,))
    others = [slot(day, number) for day in range(1, 6) for number in range(1, 7)]
    closed = [each for each in others if each not in (slot(1, 1), slot(1, 2))]
    marks = (*marked(MarkOwner.SUBJECT, "数学", *closed), *marked(MarkOwner.TEACHER, "陈磊", slot(1, 3), slot(1, 4)))
    courses = (
        course("七(1)班", "数学", "李强", 1),
        course("七(2)班", "数学", "李强", 1),
        course("七(1)班", "语文", "陈磊", 1),
    )
    found = only(make_school(courses, marks=marks, meetings=(meeting,)), OwnerKind.TEACHER)
    assert told(found) == ("李强", 3, 2)
    assert {"unavailable", "meetings", "teacher_clash"} <= set(found.rules)
    assert "数学标“禁” 26 个、陈磊、数学标“禁” 2 个" in found.text.zh


def test_fixed_lessons_of_other_classes_take_slots() -> None:
    """A class has one lesson a day, and on Monday and Tuesday its teacher's mornings, the only time, are fixed elsewhere."""
    locks = tuple(Lock(course="七(1)班|数学", slot=slot(day, 1)) for day in (1, 2))
    kept = [slot(day, 1) for day in range(1, 6)]
    others = [slot(day, number) for day in range(1, 6) for number in range(1, 7)]
    marks = marked(MarkOwner.CLASS, "七(2)班", *(each for each in others if each not in kept))
    courses = (course("七(1)班", "数学", "李强", 2), course("七(2)班", "数学", "李强", 4))
    found = only(make_school(courses, marks=marks, locks=locks), OwnerKind.COURSE)
    assert told(found) == ("七(2)班|数学", 4, 3)
    assert "七(2)班标“禁” 25 个、固定上数学 2 个" in found.text.zh


def test_a_class_with_more_lessons_than_slots() -> None:
    subjects = ("语文", "数学", "英语", "体育", "音乐", "美术")
    courses = tuple(course("七(1)班", name, f"{name}老师", 6 if name == "语文" else 5) for name in subjects)
    found = only(make_school(courses), OwnerKind.CLASS)
    assert told(found) == ("七(1)班", 31, 30)
    assert set(found.rules) == {"class_clash", "hours_in_full", "protected_subjects"}


def test_a_teacher_who_comes_too_seldom() -> None:
    several = RuleSetting(rule="subject_per_day", parameters={"most": "3"})
    school = taught_by_one(5, teachers=(Teacher(id="李强", max_days=2),), rule_settings=(several,))
    found = only(school, OwnerKind.TEACHER)
    assert told(found) == ("李强", 15, 12)
    assert found.text.zh == "李强一周要上 15 节，最多能排 12 节；一周最多来 2 天"
    assert set(found.rules) >= {"teacher_days", "teacher_clash", "hours_in_full"}


def test_a_teacher_whose_courses_share_one_of_his_days() -> None:
    """Two lessons each, one a day, on Monday and Tuesday and on Tuesday and Wednesday: never all on two days."""
    week = {day: [slot(day, number) for number in range(1, 7)] for day in range(1, 6)}
    school = make_school(
        (course("七(1)班", "语文", "王芳", 2), course("七(2)班", "数学", "王芳", 2)),
        teachers=(Teacher(id="王芳", max_days=2),),
        marks=marked(MarkOwner.SUBJECT, "语文", *week[3], *week[4], *week[5])
        + marked(MarkOwner.SUBJECT, "数学", *week[1], *week[4], *week[5]),
    )
    found = only(school, OwnerKind.TEACHER)
    assert told(found) == ("王芳", 4, 3)
    assert set(found.rules) >= {"teacher_days", "subject_per_day", "unavailable"}


def test_a_teacher_of_few_half_days_and_few_lessons_a_day() -> None:
    few = only(taught_by_one(4, teachers=(Teacher(id="李强", max_half_days=2),)), OwnerKind.TEACHER)
    assert told(few) == ("李强", 12, 8)
    assert "一周最多来 2 个半天" in few.text.zh
    short = only(taught_by_one(4, teachers=(Teacher(id="李强", max_per_day=2),)), OwnerKind.TEACHER)
    assert told(short) == ("李强", 12, 10)
    assert "每天最多 2 节" in short.text.zh


def test_odd_weeks_are_looked_at_apart() -> None:
    courses = tuple(course(name, "数学", "李强", 6, week=Week.ODD) for name in CLASSES[:2])
    found = only(make_school(courses, marks=marked(MarkOwner.TEACHER, "李强", *LATE)), OwnerKind.TEACHER)
    assert told(found) == ("李强", 12, 10)
    assert "单周" in found.text.zh
    assert "in odd weeks" in found.text.en


def test_teachers_who_exclude_each_other() -> None:
    courses = tuple(course(name, "音乐", who, 16) for name, who in zip(CLASSES, ("孙悦", "周涛"), strict=False))
    school = make_school(courses, exclusions=(Exclusion(id="共用器材", teachers=("孙悦", "周涛")),))
    found = only(school, OwnerKind.EXCLUSION)
    assert told(found) == ("共用器材", 32, 30)
    assert set(found.rules) == {"exclusions", "protected_subjects"}


def test_a_mentor_who_is_to_be_free() -> None:
    courses = tuple(course(name, "数学", who, 16) for name, who in zip(CLASSES, ("孙悦", "周涛"), strict=False))
    school = make_school(courses, teachers=(Teacher(id="孙悦", mentor="周涛"), Teacher(id="周涛")))
    found = only(school, OwnerKind.TEACHER)
    assert told(found) == ("孙悦", 32, 30)
    assert found.text.zh.startswith("孙悦和师父周涛一周要排")


def random_items(rng: Random) -> list[SlotDemand]:
    """Up to four courses with a few of six slots each, some with a limit a day."""
    found = []
    for number in range(rng.randint(1, 4)):
        slots = tuple(sorted(some(rng, SLOTS, 1, 6)))
        what = course(f"七({number})班", "语文", None, rng.randint(1, 4))
        found.append(SlotDemand(what, what.lessons, slots, {}, rng.choice((None, None, 1, 2))))
    return found


def most_held(items: list[SlotDemand]) -> int:
    """The most lessons of some items that can be held, each slot used once."""
    model = cp_model.CpModel()
    held = {(item.key, each): model.new_bool_var("") for item in items for each in item.slots}
    for each in SLOTS:
        model.add_at_most_one([held[item.key, each] for item in items if each in item.slots])
    for item in items:
        model.add(sum(held[item.key, each] for each in item.slots) <= item.needs)
        for day in (1, 2):
            if item.cap is not None:
                model.add(sum(held[item.key, each] for each in item.slots if each.day == day) <= item.cap)
    model.maximize(sum(held.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_what_is_squeezed_has_just_the_room_that_is_told(seed: int) -> None:
    items = random_items(Random(seed))
    points: dict[Slot, object] = {each: each for each in SLOTS}
    found = squeezed(items, points)
    wanted = sum(item.needs for item in items)
    assert (found is None) == (most_held(items) == wanted)
    if found is not None:
        freed = found.items if found.by_day else [item._replace(cap=None) for item in found.items]
        assert (found.needs, found.has) == (sum(item.needs for item in found.items), most_held(freed))
        assert found.needs > found.has
