"""Cover where classes are not whole or lessons not single: 走班, 半班 and doubles."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scheduler.cover.propose import propose
from scheduler.plan import Plan
from scheduler.school import Area, School, Subject
from scheduler.term.absences import hits
from scheduler.term.account import hours, owed
from scheduler.term.day import day_of
from scheduler.term.nouns import Change, ItemKind, Key, Term, Way
from scheduler.term.options import Situation
from tests.schools import SUBJECTS, course, make_school, plan_of, slot
from tests.terms import TUESDAY, absent, on, small_school, term_of

ONE, TWO = "三(1)班", "三(2)班"


def school_and_plan() -> tuple[School, Plan]:
    """On Tuesday: maths of both classes in two sets, then 三(1)班 in halves at music and art, then its double of labour."""
    both = (ONE, TWO)
    courses = (
        course(ONE, "数学", "李强", 2, id="数学A", classes=both, together="数学走班"),
        course(ONE, "数学", "赵军", 2, id="数学B", classes=both, together="数学走班"),
        course(ONE, "音乐", "孙悦", 2, together="音美", groups=2),
        course(ONE, "美术", "周宁", 2, together="音美", groups=2),
        course(ONE, "劳动", "吴迪", 2, doubles=1),
        course(ONE, "语文", "王芳", 2),
        course(TWO, "语文", "钱多", 2),
    )
    like, labour = small_school(), Subject(id="劳动", area=Area.LABOUR)
    subjects = (*SUBJECTS, labour)
    school = make_school(courses=courses, classes=like.classes, schedules=like.schedules, subjects=subjects)
    plan = plan_of(
        {
            "数学A": [slot(2, 1), slot(4, 1)],
            "数学B": [slot(2, 1), slot(4, 1)],
            f"{ONE}|音乐": [slot(2, 2), slot(3, 2)],
            f"{ONE}|美术": [slot(2, 2), slot(3, 2)],
            f"{ONE}|劳动": [slot(2, 3), slot(2, 4)],
            f"{ONE}|语文": [slot(3, 1), slot(5, 1)],
            f"{TWO}|语文": [slot(3, 1), slot(5, 1)],
        }
    )
    return school, plan


def term(*teachers: str, changes: tuple[Change, ...] = ()) -> Term:
    return term_of(*school_and_plan(), absences=(absent(*teachers),), changes=changes)


def mended(bare: Term) -> tuple[Situation, Term]:
    situation = Situation(bare, (TUESDAY,))
    proposal = propose(situation, runner_ups=False)
    after = bare.changed(proposal.changes)
    assert proposal.report.legal and proposal.cost == proposal.bound
    assert hits(after, TUESDAY) == ()
    return situation, after


def lesson(id: str, number: int) -> Key:
    return Key(ItemKind.LESSON, id, slot(2, number))


def test_one_set_is_covered_and_the_others_stay():
    situation, after = mended(term("李强"))

    assert not any(option.way is Way.EXCHANGE for option in situation.options)  # it would take the other set along
    held = {item.key.id: item.teachers for item in day_of(after, TUESDAY).of_class[TWO]}
    assert held["数学B"] == ("赵军",) and held["数学A"] not in ((), ("李强",), ("赵军",))


def test_a_half_is_covered_while_the_other_half_has_its_own():
    situation, after = mended(term("孙悦"))

    assert not any(option.way is Way.EXCHANGE for option in situation.options)
    held = {item.key.id: item.teachers for item in day_of(after, TUESDAY).of_class[ONE]}
    assert held[f"{ONE}|美术"] == ("周宁",) and "周宁" not in held[f"{ONE}|音乐"]
    # only watched: half of the class is owed a lesson, as each pupil has one of the two
    account = hours(after, on(12, 11))[ONE, "音乐"]
    assert account.lost == Fraction(1, 2)
    assert [each.occasion.key.id for each in owed(after)] == [f"{ONE}|音乐"]


def test_a_double_is_not_split_and_has_one_person():
    situation, after = mended(term("吴迪"))

    items = [item for item in day_of(after, TUESDAY).items if item.key.id == f"{ONE}|劳动"]
    assert len(items) == 2 and items[0].teachers == items[1].teachers
    assert {item.change.way for item in items if item.change} == {Way.SELF_STUDY}
    assert any(option.way is Way.EXCHANGE for option in situation.options)  # which a rule forbids


def test_lessons_are_counted_as_a_pupil_has_them():
    week = hours(term("王芳"), on(9, 6))  # Tuesday to Sunday of the first week

    assert {subject: week[ONE, subject].planned for subject in ("数学", "音乐", "美术", "劳动", "语文")} == {
        "数学": 2,
        "音乐": 1,
        "美术": 1,
        "劳动": 2,
        "语文": 2,
    }
    assert week[TWO, "数学"].planned == 2


@pytest.mark.parametrize("id", ["数学A", f"{ONE}|音乐"])
def test_what_two_teachers_agree_on_is_no_exchange_of_a_part(id):
    situation = Situation(term("王芳"), (TUESDAY,))
    item = next(item for item in day_of(situation.term, TUESDAY).items if item.key.id == id)

    assert situation.exchanges(item) == ()
