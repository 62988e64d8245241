"""How often a day somebody goes to another campus; a hand-made oracle on the schools of `test_campus_way`."""

import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, teacher_owner
from scheduler.plan import Plan
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree
from tests.constraints.test_campus_way import COURSES, EAST, WEST, patrolled, school_of
from tests.schools import plan_of, slot

RULES = [active("campus_changes", level) for level in (Level.HARD, Level.SOFT)]


def monday(text: str) -> Plan:
    """A plan from a Monday of 王芳, 东.西 for the first lesson in the east and the third in the west."""
    return plan_of(
        {
            "七(1)班|语文": [slot(1, n, EAST) for n, letter in enumerate(text, 1) if letter == "东"],
            "八(1)班|语文": [slot(1, n, WEST) for n, letter in enumerate(text, 1) if letter == "西"],
        }
    )


@pytest.mark.parametrize(
    ("day", "changes"),
    [("东东.东", 0), ("东..西", 1), ("东东西西", 1), ("东.西.东", 2), ("西东西东西", 4), (".西..东", 1)],
)
@pytest.mark.parametrize("most", [0, 1, 2])
@pytest.mark.parametrize("level", [Level.HARD, Level.SOFT])
def test_changes_of_a_day(level: Level, most: int, day: str, changes: int) -> None:
    found = assert_agree(school_of(), monday(day), active("campus_changes", level, most=str(most)))
    assert found.judged == 1
    assert found.amount == max(0, changes - most)


def test_in_words() -> None:
    (found,) = assert_agree(school_of(), monday("东.西.东"), RULES[0]).violations
    assert found.owner == teacher_owner("王芳")
    assert found.slots == (slot(1, 1, EAST), slot(1, 3, WEST), slot(1, 5, EAST))
    assert found.text.zh == "王芳 周一换 2 次校区（东校区→西校区→东校区），最多 1 次"
    (asks,) = RULES[0].rule.asks.values()
    assert asks(school_of(), RULES[0].parameters, "王芳").zh == "王芳一天最多换 1 次校区"


@pytest.mark.parametrize("rule", RULES)
def test_the_worse_of_odd_and_even_weeks_counts(rule: ActiveRule) -> None:
    weeks = tuple(c.model_copy(update={"week": w}) for c, w in zip(COURSES, (Week.ODD, Week.EVEN), strict=True))
    assert not assert_agree(school_of(courses=weeks), monday("东西东西"), rule).violations
    weeks = (COURSES[0], COURSES[1].model_copy(update={"week": Week.EVEN}))
    assert assert_agree(school_of(courses=weeks), monday("东西东西"), rule).amount == 2


def test_a_patrol_is_a_change() -> None:
    school, session = patrolled()
    day = plan_of({"七(1)班|语文": [slot(1, 1, EAST)]}, sessions=(session,))
    assert assert_agree(school, day, active("campus_changes", most="0")).amount == 1


def test_one_campus_is_not_judged() -> None:
    here = tuple(each.model_copy(update={"campus": "东校区"}) for each in (EAST, WEST))
    assert assert_agree(school_of(schedules=here), monday("东西东西"), RULES[0]).judged == 0
