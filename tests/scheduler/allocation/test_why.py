from __future__ import annotations

from scheduler.allocation import Listing, Wishes
from scheduler.allocation.allocate import allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.document import allocation_text, read_allocation
from scheduler.allocation.statistics import statistics
from scheduler.allocation.waiting import waiting_lists
from scheduler.allocation.why import Reasons
from tests.scheduler.allocation.cases import club, on, pupil, session, week, wishes_of


def first(wishes: Wishes, name: str) -> str:
    demand = Demand(wishes)
    answer = Reasons(demand, allocate(wishes, seed=3)).first(name)
    assert answer is not None
    assert answer.text.en
    return answer.text.zh


def test_a_full_club_is_explained_by_its_places_its_wishers_and_the_drawing() -> None:
    pupils = [pupil(each) for each in "abcd"]
    wishes = wishes_of(
        pupils,
        [club("足球", 2), club("合唱", 9)],
        *(week(each, "足球", "合唱") for each in "abc"),
        listings=(Listing(pupil="d", club="足球", promised=True),),
    )
    allocation = allocate(wishes, seed=3)
    demand = Demand(wishes)
    out = next(each for each in "abc" if allocation.of[each][1].club == "合唱")
    answer = Reasons(demand, allocation).first(out)
    assert answer is not None
    assert not answer.granted
    for part in ("2 个名额", "4 人想去", "1 人是保证名额", "1 人填为第 1 志愿", "种子 3"):
        assert part in answer.text.zh
    waiting = waiting_lists(demand, allocation)
    assert [option.pupil for option in waiting[session("足球")]] == [
        each for each in sorted("abc") if allocation.of[each][1].club == "合唱"
    ] or len(waiting[session("足球")]) == 2
    assert statistics(demand, allocation).unmet == {session("足球"): 2}


def test_why_a_wish_could_never_be_granted() -> None:
    pupils = [pupil("a", 1, grade=5), pupil("b", 2), pupil("c", 1), pupil("d", 1)]
    offers = [club("足球", 9), club("管乐", 9, audition=True), club("击剑", 9, minimum=5)]
    wishes = wishes_of(
        pupils, offers, week("a", "足球"), week("b", "足球"), week("c", "管乐"), on(1, "d", "击剑"), on(2, "d", "足球")
    )
    assert "5 年级" in first(wishes, "a")
    assert "不参加课后服务" in first(wishes, "b")
    assert "选拔" in first(wishes, "c")
    answers = {each.wish.club: each.text.zh for each in Reasons(Demand(wishes), allocate(wishes)).of("d")}
    assert "没有开：至少要 5 人" in answers["击剑"]
    assert "周二不开" in answers["足球"]


def test_a_better_wish_that_was_granted_explains_the_others() -> None:
    wishes = wishes_of([pupil("a")], [club("足球", 9), club("合唱", 9)], week("a", "足球", "合唱"))
    answers = Reasons(Demand(wishes), allocate(wishes)).of("a")
    assert [each.granted for each in answers] == [True, False]
    assert "第 1 志愿 足球" in answers[1].text.zh


def test_the_document_gives_back_the_allocation_and_what_is_owed() -> None:
    wishes = wishes_of([pupil("a"), pupil("b")], [club("足球", 1)], week("a", "足球"), week("b", "足球"))
    allocation = allocate(wishes, seed=5)
    text = allocation_text(Demand(wishes), allocation)
    back = read_allocation(text)
    assert back is not None
    assert back[0] == allocation
    assert sorted(back[1].values()) == [10]
    assert read_allocation(text.replace("paike-allocation-1", "other")) is None
    assert read_allocation("no JSON") is None
