"""The posted timetable against what was held: every protected lesson that differs is told once, with what became of it."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.export.table import Page
from scheduler.export.two_timetables import Fate, TwoTimetables, held_in_plan, held_in_term, verdict
from scheduler.export.two_timetables_sheet import TWO_TIMETABLES, add_two_timetables, two_timetables_record
from scheduler.plan import Plan, StrayLesson
from scheduler.plan.omissions import Omissions
from scheduler.school import School, Slot, Week
from scheduler.term.nouns import Change, ItemKind, Key, Occasion, Way
from scheduler.text import Text
from tests.schools import course, make_school, plan_of, slot
from tests.terms import TUESDAY, off, on, small_plan, small_school, term_of

SOURCE = Text("比对", "against")
WEDNESDAY = on(12, 9)
PE = Key(ItemKind.LESSON, "三(1)班|体育", slot(2, 3))
MUSIC = Key(ItemKind.LESSON, "三(1)班|音乐", slot(2, 4))
CHINESE = Key(ItemKind.LESSON, "三(1)班|语文", slot(3, 1))
MATHS = Key(ItemKind.LESSON, "三(1)班|数学", slot(3, 2))


def by_term(*changes: Change, until: tuple[int, int] = (12, 20), **more: object) -> TwoTimetables:
    return held_in_term(term_of(changes=changes, **more), on(*until))  # type: ignore[arg-type]


def change(number: int, key: Key, way: Way, **more: object) -> Change:
    return Change(id=number, date=TUESDAY, key=key, way=way, **more)  # type: ignore[arg-type]


# By the term.


def test_a_term_without_changes_was_held_as_posted() -> None:
    """16 Tuesdays from 1 September to 20 December, four lessons of PE and music each; a day off is the calendar's."""
    assert (by_term().hours, by_term().differences) == (64, ())
    assert by_term(specials=(off(TUESDAY),)).hours == 60
    assert "都照公示的上了" in verdict(by_term()).zh


def test_self_study_in_place_of_music_is_lost() -> None:
    found = by_term(change(1, MUSIC, Way.SELF_STUDY, without=("孙悦",), teachers=("王芳",)))
    (each,) = found.differences
    assert (each.class_id, each.subject, each.date, each.fate) == ("三(1)班", "音乐", TUESDAY, Fate.LOST)
    assert each.posted.zh.endswith("12月8日周二第4节 音乐（孙悦）") and each.held.zh == "看护自习（王芳）"
    assert (found.lost, found.hours) == (1, 64) and "没有上 1 节" in verdict(found).zh


def test_pe_given_to_somebody_who_does_not_teach_it_is_lost() -> None:
    found = by_term(change(1, PE, Way.COVER, without=("赵军",), teachers=("王芳",)))
    assert [each.fate for each in found.differences] == [Fate.LOST]


def test_pe_covered_by_a_colleague_of_the_subject_is_held_by_others() -> None:
    courses = (course("三(1)班", "体育", "赵军", 1), course("三(2)班", "体育", "钱多", 1))
    school = make_school(courses, classes=small_school().classes, schedules=small_school().schedules)
    plan = plan_of({"三(1)班|体育": [slot(2, 3)], "三(2)班|体育": [slot(2, 4)]})
    covered = change(1, PE, Way.COVER, without=("赵军",), teachers=("钱多",))
    found = held_in_term(term_of(school, plan, changes=(covered,)), on(12, 20))
    assert [each.fate for each in found.differences] == [Fate.COVERED] and found.lost == 0


def test_an_exchanged_lesson_is_moved_once_and_named_where_it_is_posted() -> None:
    pair = (
        change(1, PE, Way.EXCHANGE, moved_to=(WEDNESDAY, MATHS.slot), pair=1),
        Change(id=2, date=WEDNESDAY, key=MATHS, way=Way.EXCHANGE, moved_to=(TUESDAY, PE.slot), pair=1),
    )
    found = by_term(*pair)
    (each,) = found.differences
    assert (each.date, each.slot, each.fate) == (TUESDAY, PE.slot, Fate.MOVED) and "12月9日" in each.held.zh
    assert found.hours == 64 and found.others == 1
    half_way = by_term(*pair, until=(12, 8))
    assert [each.fate for each in half_way.differences] == [Fate.MOVED]


def test_a_cancelled_lesson_is_lost_until_it_is_made_up() -> None:
    cancelled = change(1, PE, Way.CANCEL)
    made_up = Change(
        id=2,
        date=WEDNESDAY,
        key=CHINESE,
        way=Way.MAKE_UP,
        without=("王芳",),
        teachers=("赵军",),
        makes_up=Occasion(TUESDAY, PE),
    )
    assert [each.fate for each in by_term(cancelled).differences] == [Fate.LOST]
    (each,) = by_term(cancelled, made_up).differences
    assert each.fate is Fate.MADE_UP and "补上" in each.held.zh
    assert [each.fate for each in by_term(cancelled, made_up, until=(12, 8)).differences] == [Fate.LOST]


# By a second plan.


def by_plan(held: Plan, school: School | None = None, **more: object) -> TwoTimetables:
    return held_in_plan(school or small_school(), small_plan(), held, SOURCE, **more)  # type: ignore[arg-type]


def holding(plan: Plan, name: str, *slots: Slot) -> Plan:
    kept = tuple(p for p in plan.placements if p.course != name)
    return plan.model_copy(update={"placements": (*kept, *plan_of({name: list(slots)}).placements)})


def test_the_same_plan_differs_in_nothing() -> None:
    assert by_plan(small_plan()) == TwoTimetables(4, (), 0, SOURCE)


def test_another_subject_in_the_place_of_pe() -> None:
    held = holding(holding(small_plan(), "三(1)班|体育"), "三(1)班|数学", slot(2, 2), slot(3, 2), slot(2, 3))
    (each,) = by_plan(held).differences
    assert (each.slot, each.date, each.fate) == (PE.slot, None, Fate.LOST)
    assert each.posted.zh == "周二第3节 体育（赵军）" and each.held.zh == "上了数学（李强）"


def test_pe_at_another_time() -> None:
    found = by_plan(holding(small_plan(), "三(1)班|体育", slot(4, 1)))
    (each,) = found.differences
    assert each.fate is Fate.MOVED and each.held.zh == "没有课；改在周四第1节" and found.others == 0


def test_a_stray_of_the_subject_by_others() -> None:
    """Another person's name in the cell: of the subject it is held by others, else it is lost."""
    bare = holding(small_plan(), "三(1)班|体育")
    stray = StrayLesson(class_id="三(1)班", slot=PE.slot, subject="体育", teacher="王芳")
    (each,) = by_plan(bare.model_copy(update={"strays": (stray,)})).differences
    assert each.fate is Fate.LOST and "不教体育的王芳" in each.held.zh
    unnamed = stray.model_copy(update={"teacher": None})
    assert by_plan(bare.model_copy(update={"strays": (unnamed,)})).differences == ()


def test_odd_weeks_are_told_apart() -> None:
    courses = (
        course("三(1)班", "体育", "赵军", 2),
        course("三(1)班", "音乐", "王芳", 1, id="odd", week=Week.ODD),
        course("三(1)班", "美术", "孙悦", 1, id="even", week=Week.EVEN),
    )
    school = make_school(courses, classes=small_school().classes[:1], schedules=small_school().schedules)
    posted = plan_of({"三(1)班|体育": [slot(1, 1), slot(2, 1)], "even": [slot(1, 2)]})
    held = plan_of({"三(1)班|体育": [slot(1, 1)], "even": [slot(1, 2)]})
    (each,) = held_in_plan(school, posted, held, SOURCE).differences
    assert each.week is Week.EVERY
    (art,) = held_in_plan(school, posted, plan_of({"三(1)班|体育": [slot(1, 1), slot(2, 1)]}), SOURCE).differences
    assert (art.subject, art.week) == ("美术", Week.EVEN)


def test_classes_of_which_nothing_is_told_are_not_called_different() -> None:
    held = small_plan().model_copy(
        update={"placements": tuple(p for p in small_plan().placements if p.course.startswith("三(1)班"))}
    )
    found = by_plan(held, omissions=Omissions(classes=frozenset({"三(2)班"})))
    assert (found.hours, found.differences, found.untold) == (2, (), ("三(2)班",))
    assert "三(2)班没有写" in verdict(found).zh


# On paper.


def test_the_sheet_has_a_row_for_each() -> None:
    found = by_plan(holding(small_plan(), "三(1)班|体育"))
    book = Workbook()
    add_two_timetables(book, Page(small_school(), "zh"), found)
    rows = list(book[TWO_TIMETABLES.zh].iter_rows(min_row=2, values_only=True))
    assert rows[0][0] == verdict(found).zh
    assert rows[2] == ("三(1)班", "体育", "周二第3节 体育（赵军）", "没有课", "没有上")
    record = two_timetables_record(found)
    assert record["differences"][0]["fate"] == "lost" and record["hours"] == 4
