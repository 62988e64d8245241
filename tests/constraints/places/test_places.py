"""The places as they stand, against a table of what their documents say; where a figure was read stands beside it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from constraints.catalogue import active_rules, every_rule, resolve
from constraints.curriculum.standard import REQUIREMENTS, requirements_of, total_lessons
from constraints.figures import figure_of
from constraints.places.law import KNOWN_FROM, law, law_of
from constraints.places.place import FOLDER, places
from constraints.places.place_file import Sure
from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.plan import PlanView
from scheduler.school import RuleSetting
from tests.constraints.test_evening_study import evening_only, school_of
from tests.schools import make_school, plan_of

NOW, BEFORE = date(2026, 9, 1), date(2026, 2, 25)
# Henan asks for two big breaks (report of 2013), the ministry for 30 minutes (2021), 2 hours of sport (plan of January 2025, in
# force everywhere by the minister on 7 March 2026), breaks of 15 minutes (the same); 10 in middle schools is Tianjin's wording.
SPORT = {
    "big_breaks": 2,
    "big_break_minutes": 30,
    "sport_minutes": 120,
    "break_minutes_primary": 15,
    "break_minutes_junior": 10,
}
FIRST = {"first_lesson_primary": "08:20", "first_lesson_junior": "08:00"}  # the ministry on pupils' sleep, 2021
TOTALS = {"weekly_total_1_2": 26, "weekly_total_3_6": 30, "weekly_total_7_9": 34}  # curriculum plan 2022
HOMEWORK = {"homework_primary": 60, "homework_junior": 90}  # Zhongbanfa [2021] 40, 5
EXAMS = {"mock_exams": 2, "exams_across_schools": 0}  # the ministry, December 2025
SERVICE = {"service_minutes": 120}  # the ministry on 21 July 2021; Jinjiao [2021] 137, 4(5)1
JINSHUI_EVENING, NATION_EVENING = {"evening_end": "20:00"}, {"evening_end": "20:30"}  # 137, 4(5)1; the ministry 2021
ALWAYS = {**TOTALS, **HOMEWORK, **SERVICE}
SINCE_MARCH = {**ALWAYS, **EXAMS, **FIRST, **SPORT}
TWO_HOURS_2025 = {"sport_minutes": 120}
TIANJIN = {**SPORT, "sport_lesson_daily": 1}  # report of 13 February 2025
FIGURES = {
    ("全国", NOW): {**SINCE_MARCH, **NATION_EVENING, "big_breaks": 1},
    ("全国", BEFORE): {**ALWAYS, **EXAMS, **NATION_EVENING},
    ("河南省", NOW): {**SINCE_MARCH, **NATION_EVENING},
    ("郑州市", NOW): {**SINCE_MARCH, **NATION_EVENING},
    ("金水区", NOW): {**SINCE_MARCH, **JINSHUI_EVENING},
    ("金水区", BEFORE): {**ALWAYS, **EXAMS, **JINSHUI_EVENING},
    ("金水区", date(2025, 12, 15)): {**ALWAYS, **JINSHUI_EVENING},
    # Reports of 5 February 2025: two hours from the spring of 2025, a lesson every day in the whole province from autumn 2026;
    # two big breaks are only to be tried.
    ("广东省", NOW): {**SINCE_MARCH, **NATION_EVENING, "big_breaks": 1, "sport_lesson_daily": 1},
    ("广东省", BEFORE): {**ALWAYS, **EXAMS, **NATION_EVENING, **TWO_HOURS_2025},
    ("天津市", NOW): {**SINCE_MARCH, **NATION_EVENING, **TIANJIN},
    ("天津市", BEFORE): {**ALWAYS, **EXAMS, **NATION_EVENING, **TIANJIN},
    ("天津市", date(2025, 2, 12)): {**ALWAYS, **NATION_EVENING},
}
PE = {"lessons_pe_1_2": 4, "lessons_pe_3_9": 3}  # Jiaotiyi [2011] 2
LESSONS = {each.key: 1 for each in REQUIREMENTS} | PE | {"lessons_art": 2}  # curriculum plan 2022; Henan 2023


@pytest.mark.parametrize(("place", "day"), FIGURES)
def test_the_figures_of_a_place(place: str, day: date) -> None:
    at = law(place, None, day)
    assert at.date == day
    assert {key: figure.value for key, figure in at.figures.items()} == {**LESSONS, **FIGURES[place, day]}


def test_where_figures_are_from() -> None:
    cited = {
        ("金水区", "evening_end"): ("金教〔2021〕137号 四(五)1（2021-11-05）", Sure.CERTAIN),
        ("金水区", "weekly_total_3_6"): ("课程方案（2022年版） 课程设置（2022-04）", Sure.CERTAIN),
        ("金水区", "lessons_labour"): ("河南课程实施办法2023 课程设置（2023）", Sure.CERTAIN),
        ("金水区", "sport_minutes"): ("教育强国建设规划纲要（2025-01）", Sure.REPORTED),
        ("广东", "weekly_total_3_6"): ("广东课程实施办法（2024）", Sure.REPORTED),
        ("广东", "service_minutes"): ("教育部2021年7月21日发布会（2021-07-21）", Sure.REPORTED),
        ("天津", "break_minutes_primary"): ("天津市教委2025年2月13日（2025-02-13）", Sure.REPORTED),
    }
    found = {(place, key): law(place, 2026).figures[key] for place, key in cited}
    assert {where: (each.article.dated.zh, each.sure) for where, each in found.items()} == cited
    documents = [document for place in places().values() for document in place.documents]
    figures = [figure for place in places().values() for figure in place.figures]
    assert all(each.source.zh for each in (*documents, *figures))
    remarks = [remark for each in (*documents, *figures) for remark in (each.source, each.note)]
    assert all(remark.en.isascii() or "“" in remark.en for remark in remarks), "in English too"


def test_the_nearest_article_is_cited_and_what_came_since_beside_it() -> None:
    at = law("金水区", 2026)
    article = at.article("exams")
    assert article is not None and article.cited.zh == "金教〔2021〕137号 四(四)1"
    assert [each.dated.zh for each in at.newer("exams")] == ["日常考试管理通知（2025-12）"]
    assert law("金水区", 2024).newer("exams") == ()  # the notice of 2021 is older
    assert [each.cited.zh for each in law("天津", 2024).articles("exams")] == ["考试管理通知（2021）"]
    assert [each.cited.zh for each in law("天津", 2026).articles("exams")] == ["日常考试管理通知（2025）"]


@pytest.mark.parametrize("place", [None, "全国", "广东", "天津"])
def test_every_regulation_has_its_article(place: str | None) -> None:
    at = law(place, 2026)
    keys = {rule.id: [figure_of(rule, name) for name in rule.parameters.model_fields] for rule in every_rule()}
    for rule in every_rule():
        if rule.level is Level.REGULATION and at.article(rule.article) is None:
            assert keys[rule.id] and all(key in at.unknown for key in keys[rule.id]), rule.id


def test_no_figure_is_without_a_use_and_no_rule_without_a_word_on_its_figure() -> None:
    used = {figure_of(rule, name) for rule in every_rule() for name in rule.parameters.model_fields} - {None}
    used |= {each.key for each in REQUIREMENTS}
    known = {figure.key for place in places().values() for figure in place.figures}
    told = known | {key for place in places().values() for key, _ in place.unknown}
    assert known <= used <= told
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(places())


# What is not known.


def test_what_is_unknown_is_no_guess() -> None:
    at = law("河南", 2026)
    assert at.value("sport_lesson_daily") is None and "没有查到河南省" in at.why_unknown("sport_lesson_daily").zh
    assert law("广东", 2026).unknown == {}
    school = make_school(place="河南", year=2026)
    unjudged = judge(school, "sport_daily").unjudged
    assert unjudged is not None and unjudged.zh == "没有查到河南省是否要求每天一节体育课，不作判断"
    elsewhere = judge(make_school(place="广东", year=2026), "sport_daily")
    assert elsewhere.unjudged is None and elsewhere.violations  # illegal here, not there


def test_a_school_may_fill_in_what_is_unknown() -> None:
    setting = RuleSetting(rule="sport_daily", parameters={"lessons": "1"})
    found = judge(make_school(place="河南", year=2026, rule_settings=(setting,)), "sport_daily")
    assert found.unjudged is None and found.violations


def judge(school, rule):  # type: ignore[no-untyped-def]
    active = next(each for each in active_rules(school) if each.rule.id == rule)
    return active.check(PlanView(school, plan_of({})))


# A school where it is.


def test_a_plan_is_legal_in_one_place_and_not_in_another() -> None:
    school = school_of(end="20:30")
    plan = evening_only(school)
    broken = {}
    for place in ("广东", "郑州市", "金水区", None):
        here = school.model_copy(update={"place": place})
        active = next(each for each in active_rules(here) if each.rule.id == "evening_study")
        broken[place] = active.check(PlanView(here, plan)).amount
        assert isinstance(active, ActiveRule) and active.article is not None
    assert broken == {"广东": 0, "郑州市": 0, "金水区": 150, None: 150}


@pytest.mark.parametrize(("day", "broken"), [(date(2026, 2, 25), False), (date(2026, 3, 9), True)])
def test_a_bell_that_was_legal_until_march_2026(day: date, broken: bool) -> None:
    school = make_school(term_start=day)  # big breaks of 20 minutes
    assert bool(judge(school, "big_breaks").violations) is broken


def test_a_school_without_a_place_is_in_jinshui_and_is_told() -> None:
    at = law_of(make_school(year=2026))
    assert (at.place.id, at.date) == ("jinshui", NOW)
    assert [note.zh for note in at.notes] == ["没有写所在地，按郑州市金水区的规定"]
    assert law("金水区", 2026).notes == ()


def test_which_day_counts() -> None:
    assert law("金水区", 2026, date(2027, 2, 22)).date == date(2027, 2, 22)
    assert law("金水区", 2021, date(2026, 9, 1)).date == KNOWN_FROM  # an old bell is judged as it was
    assert law("金水区", 2021).date == KNOWN_FROM and "没有收录" in law("金水区", 2021).notes[0].zh
    newest = law("广东")
    assert newest.date == NOW and "按收录的最新规定（2026-09-01）" in newest.notes[0].zh


def test_what_a_school_sets_itself_may_only_be_stricter() -> None:
    def problems(place: str, latest: str) -> list[str]:
        setting = RuleSetting(rule="evening_study", parameters={"latest": latest})
        return [each.text.zh for each in resolve((setting,), at=law(place, 2026))[1]]

    assert problems("广东", "20:30") == problems("广东", "19:30") == problems("金水区", "20:00") == []
    (said,) = problems("金水区", "20:30")
    assert said.endswith("不能是“20:30”：金教〔2021〕137号 四(五)1规定不晚于 20:00，只能更严")


def test_a_stored_figure_that_is_no_longer_enough_gives_way_to_the_law() -> None:
    setting = RuleSetting(rule="evening_study", parameters={"latest": "20:30"})
    school = make_school(place="金水区", year=2026, rule_settings=(setting,))
    active = next(each for each in active_rules(school) if each.rule.id == "evening_study")
    assert active.parameters.model_dump() == {"latest": "20:00"}


def test_the_standard_of_a_grade_is_that_of_the_law() -> None:
    at = law("金水区", 2026)
    assert [total_lessons(at, grade) for grade in (1, 2, 3, 6, 7, 9, 10)] == [26, 26, 30, 30, 34, 34, None]
    assert {each.key: each.lessons for each in requirements_of(at, 1)} == {
        **{f"lessons_{key}": 1 for key in ("morality", "chinese", "maths", "science", "labour", "class_meeting")},
        **{"lessons_pe_1_2": 4, "lessons_art": 2},
    }
    assert requirements_of(at, 10) == ()


def test_a_lower_place_never_asks_for_less() -> None:
    for place in places().values():
        for lower, upper in pairwise(place.upwards):
            below, above = law(lower.name.zh, 2026).figures, law(upper.name.zh, 2026).figures
            assert not [key for key, figure in above.items() if figure.is_looser(below[key].value)]


def test_the_manual_says_what_is_known_of_each_place() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "使用手册.md").read_text(encoding="utf-8")
    for place in places().values():
        value = law(place.name.zh, 2026).value
        cells = (
            place.name.zh,
            f"{value('evening_end')}",
            f"{value('service_minutes')} 分钟",
            f"{value('break_minutes_primary')} / {value('break_minutes_junior')} 分钟",
            f"{value('big_breaks')} 次 {value('big_break_minutes')} 分钟",
            f"{value('sport_minutes')} 分钟",
            "要" if value("sport_lesson_daily") else "未知",
        )
        assert f"| {' | '.join(cells)} |" in manual
