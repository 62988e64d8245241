"""Breaks and sport that the bells and the courses cannot give, whatever is planned."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from scheduler.engine.assemble import slot_model
from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.shortage import Shortage
from scheduler.school import Content, RuleSetting, School, StageKind
from tests.schools import course, make_school
from tests.service_schools import service_school, stage


def asking(**figures: str) -> tuple[RuleSetting, ...]:
    """Settings that ask for figures of rules: sport_daily__lessons."""
    named = {name.split("__")[0]: {} for name in figures}
    for name, value in figures.items():
        named[name.split("__")[0]][name.split("__")[1]] = value
    return tuple(RuleSetting(rule=rule, parameters=parameters) for rule, parameters in named.items())


def of_rule(school: School, rule: str) -> list[Shortage]:
    """What counting finds by one rule; solving these rules alone must prove each of them."""
    found = [each for each in shortages(school) if each.rules[0] == rule]
    for each in found:
        assert each.needs > each.has
        rules = [active for active in active_rules(school) if active.rule.id in each.rules]
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(slot_model(school, rules, costs=False).model) == cp_model.INFEASIBLE
    return found


def test_breaks_that_are_too_short_are_told_once_for_all_grades() -> None:
    school = make_school(rule_settings=asking(break_minutes__junior="15"))
    found = of_rule(school, "break_minutes")
    assert [(each.owner.id, each.needs, each.has) for each in found] == [("7", 15, 10)] * len(found) and len(found) == 3
    assert found[0].text.zh == "7 年级第1节与第2节之间休息 10 分钟（08:40—08:50），至少 15 分钟"


def test_big_breaks_that_are_missing() -> None:
    (found,) = of_rule(
        make_school(rule_settings=asking(big_breaks__number="2", big_breaks__minutes="20")), "big_breaks"
    )
    assert (found.needs, found.has) == (2, 1)
    assert found.text.zh == "7 年级周一至周五大课间 1 次，每天应有 2 次，每次不少于 20 分钟"


def test_fewer_lessons_of_sport_than_days() -> None:
    (found,) = of_rule(make_school(rule_settings=asking(sport_daily__lessons="1")), "sport_daily")
    assert (found.needs, found.has) == (5, 3)
    assert found.text.zh == "七(1)班每天要有一节体育课或体育活动课，一周 5 天，任课表里只有 3 节；七(2)班也是这样"
    enough = (course("七(1)班", "体育", "赵军", 5),)
    assert not of_rule(make_school(enough, rule_settings=asking(sport_daily__lessons="1")), "sport_daily")


def test_minutes_of_sport_that_lessons_would_have_to_give() -> None:
    """30 minutes of big break; service gives 60 on two days, so 90 minutes need two lessons on the three others."""
    contents = (Content.READING, Content.SPORT, Content.READING, Content.SPORT, Content.READING)
    activity = stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), *contents)
    school = service_school(
        ("三(1)班",), stages=(activity,), enrolments=(), clubs=(), rule_settings=asking(sport_minutes__least="90")
    )
    (found,) = of_rule(school, "sport_minutes")
    assert (found.needs, found.has) == (6, 3)
    assert found.text.zh == (
        "三(1)班每天体育活动至少 90 分钟：周一、周三、周五大课间 30 分钟，课后服务全班都是体育的最多 0 分钟，"
        "一周还要 6 节体育课或体育活动课，任课表里只有 3 节"
    )
