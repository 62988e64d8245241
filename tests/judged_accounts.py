"""Recounts from a plan's timetables of teachers what its 服务台账, 弹性上下班, 公平性 and 补助 say: minutes, credit, shares, pay.

What a session is follows from its words, its time by the clock and the sheets of the school. Where these leave it open (two
stages of a class at one time) nothing is said of whoever holds it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import floor, sqrt
from typing import Any, NamedTuple

from tests.judged_books import LESSON, ROTAS, Held, School, Week, minutes

ROUND = 0.05  # half of the last digit of a figure with one decimal
STAFF, EXTERNAL = "在编", "外聘"


class Post(NamedTuple):
    """What a session is, as 补助 calls it, and at how many percent it is credited."""

    kind: str
    credit: int


class Session(NamedTuple):
    """A session of a teacher."""

    post: Post
    day: int
    start: int
    end: int


def accounts(school: School, week: Week) -> Iterator[str]:
    """Yield what does not agree with the timetables of the teachers."""
    if "服务台账" not in week.book.sheetnames:
        return
    sessions, unclear = _sessions(school, week)
    yield from _ledger(school, week, sessions, unclear)
    yield from _bank(school, week, sessions, unclear)
    yield from _pay(school, week, sessions, unclear)
    yield from _shares(school, week)


# What the sessions are.


def _sessions(school: School, week: Week) -> tuple[dict[str, list[Session]], set[str]]:
    """The sessions of each teacher, and who has one that could be this or that."""
    found, unclear = defaultdict[str, list[Session]](list), set[str]()
    for held in week.sessions:
        (name,) = held.people
        posts = _posts(school, held)
        if len(posts) == 1:
            found[name].append(Session(*posts, held.day, held.start, held.end))
        else:
            unclear.add(name)
    return found, unclear


def _posts(school: School, held: Held) -> set[Post]:
    """What a session can be by its words and its time."""
    words = held.what.split(" ", 1)[1]
    word, _, classes = words.partition(" ")
    periods = {(s, p.name) for s, every in school.periods.items() for p in every if (p.start, p.end) == held[2:4]}
    if word == "早读看护":
        return {Post(word, _number(school.working["早读计时%"], 100))} if school.working else set()
    if word == "看护":
        return {Post(word, 100)}
    rows = [row for row in school.duties if row["岗位"] == word and _in(row, periods, school)]
    if rows:
        return {Post(word, _number(row["弹性计时%"], 100)) for row in rows}
    stages = [row for row in school.stages if _in(row, periods, school)]
    if any(row["名称"] == words and _in(row, periods, school) for row in school.clubs):
        return {Post("社团", _number(stages[0]["弹性计时%"], 100) if stages else 100)}
    grades = {school.grade[c] for c in school.schedule if c.removesuffix("班") in classes}
    own = [row for row in stages if not grades or grades & _grades(str(row["年级"]))]
    alike = [row for row in own if word in (row["类型"], *str(row["内容"]).split("、"))]
    kinds = {row["类型"]: "班级活动" if row["类型"] == "活动" else row["类型"] for row in alike}
    return {Post(kinds[row["类型"]], _number(row["弹性计时%"], 100)) for row in alike}


def _in(row: dict[str, Any], periods: set[tuple[str, str]], school: School) -> bool:
    """Whether a row of the school is about one of some periods; where there is one bell schedule it is not named."""
    names = (row["作息表"],) if row["作息表"] else tuple(school.periods)
    return any((name, row["节次"]) in periods for name in names)


def _number(value: Any, otherwise: int) -> int:
    return otherwise if value == "" else int(value)


def _grades(text: str) -> set[int]:
    """3-6; 1、2."""
    found = set[int]()
    for part in text.split("、"):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


# What is said of them.


def _ledger(school: School, week: Week, sessions: dict[str, list[Session]], unclear: set[str]) -> Iterator[str]:
    """服务台账: lessons of an average week, sessions and minutes by kind and in all, and what they pay."""
    lessons = Counter[str]()
    for held in week.held:
        for name in held.people if held.kind == LESSON else ():
            lessons[name] += len(held.weeks)
    for line in week.table("服务台账", 3):
        name = str(line["教师"])
        if name not in school.teachers:
            continue
        if (line["周课时"] or 0) != lessons[name] / 2:
            yield f"{name}的台账写每周 {line['周课时']} 节，课表上是 {lessons[name] / 2:g} 节"
        if name in unclear:
            continue
        served = [each for each in sessions[name] if each.post.kind not in ROTAS]
        told, counted = (line["服务次数"] or 0, line["服务分钟"] or 0), (len(served), _minutes(served))
        if told != counted:
            yield f"{name}的台账写 {told[0]} 次 {told[1]} 分钟，课表上是 {counted[0]} 次 {counted[1]} 分钟"
        for kind, own in _by_kind(sessions[name]).items():
            if line.get(kind) != f"{len(own)}/{_minutes(own)}":
                yield f"{name}的台账写{kind} {line.get(kind)}，课表上是 {len(own)}/{_minutes(own)}"
        pay = sum(_fee(school, name, each.post.kind) for each in sessions[name])
        if abs((line["补助"] or 0) - pay) > 0.005:
            yield f"{name}的补助写 {line['补助']} 元，按岗位和标准是 {pay:g} 元"


def _minutes(sessions: list[Session]) -> int:
    return sum(each.end - each.start for each in sessions)


def _by_kind(sessions: list[Session]) -> dict[str, list[Session]]:
    found = defaultdict[str, list[Session]](list)
    for each in sessions:
        found[each.post.kind].append(each)
    return found


def _fee(school: School, name: str, kind: str) -> float:
    outside = school.teachers[name]["性质"] == EXTERNAL
    if outside and name in school.fees:
        return float(school.fees[name])
    return float(school.rates.get((kind, EXTERNAL if outside else STAFF), 0) or 0)


def _bank(school: School, week: Week, sessions: dict[str, list[Session]], unclear: set[str]) -> Iterator[str]:
    """The time bank on both sheets: what there was, what the sessions earn, what flexible time takes."""
    granted = defaultdict[str, list[str]](list)
    for name, _, kind in week.grants:
        granted[name].append(kind)
    for title in ("弹性上下班", "服务台账"):
        for line in week.table(title, 3):
            name = str(line["教师"])
            if name not in school.teachers or name in unclear:
                continue
            opening = _number(school.teachers[name]["弹性余额"], 0)
            earned = _earned(school, name, sessions[name])
            taken = _taken(school, granted[name])
            wanted = (opening, earned, taken, None if taken is None else opening + earned - taken)
            for heading, amount in zip(("期初", "存入", "支取", "结余"), wanted, strict=True):
                if amount is not None and (line[heading] or 0) != amount:
                    yield f"{title}：{name}的{heading}写 {line[heading]}，应为 {amount}"


def _earned(school: School, name: str, sessions: list[Session]) -> int:
    """The minutes outside of working hours, each at its percent; half minutes are rounded up at the end."""
    if school.working is None or school.teachers[name]["性质"] == EXTERNAL:
        return 0
    begin, end = minutes(str(school.working["上班"])), minutes(str(school.working["下班"]))
    earned = Fraction(0)
    for each in sessions:
        inside = max(0, min(each.end, end) - max(each.start, begin)) if each.day <= 5 else 0
        earned += Fraction((each.end - each.start - inside) * each.post.credit, 100)
    return floor(earned + Fraction(1, 2))


def _taken(school: School, kinds: list[str]) -> int | None:
    """What late starts and early leaves take; None where there are half-days off, of which the sheets of the school do not say how long."""
    if school.working is None or set(kinds) - {"晚到", "早走"}:
        return 0 if not kinds else None
    return sum(int(school.working["晚到分钟" if kind == "晚到" else "早走分钟"] or 0) for kind in kinds)


def _pay(school: School, week: Week, sessions: dict[str, list[Session]], unclear: set[str]) -> Iterator[str]:
    """补助: the rates of the school, and how often each of the staff is where."""
    for line in week.table("补助", 3):
        name = str(line["教师"])
        kinds = [heading for heading in line if heading not in _NO_KINDS]
        if name.startswith("标准"):
            for kind in kinds:
                if (line[kind] or 0) != (school.rates.get((kind, STAFF)) or 0):
                    yield f"补助的标准：{kind}写 {line[kind]} 元，学校定的是 {school.rates.get((kind, STAFF))} 元"
        elif name in school.teachers and school.teachers[name]["性质"] != EXTERNAL and name not in unclear:
            held = _by_kind(sessions[name])
            for kind in kinds:
                if (line[kind] or 0) != len(held.get(kind, ())):
                    yield f"补助：{name}的{kind}写 {line[kind]} 次，课表上是 {len(held.get(kind, ()))} 次"


_NO_KINDS = frozenset({"教师", "教研组", "每周次数", "每周金额", "每月金额"})


def _shares(school: School, week: Week) -> Iterator[str]:
    """公平性明细: what each gives and should give, by the part of a post that he has; 公平性: how far these lie apart."""
    served = {str(line["教师"]): line["服务分钟"] or 0 for line in week.table("服务台账", 3)}
    lines = {str(line["教师"]): line for line in week.table("公平性明细", 3) if line["教师"] in school.teachers}
    for name, line in lines.items():
        if line["已承担"] != served.get(name, 0):
            yield f"公平性：{name}已承担写 {line['已承担']} 分钟，台账是 {served.get(name, 0)} 分钟"
        if line["应承担"] and line["相差"] != line["已承担"] - line["应承担"]:
            yield f"公平性：{name}相差写 {line['相差']} 分钟，应为 {line['已承担'] - line['应承担']}"
    fair = {name: line for name, line in lines.items() if line["应承担"]}
    per_post = [(line["应承担"], school.teachers[name]["工作量%"] or 100) for name, line in fair.items()]
    least = max((Fraction(2 * share - 1, 2 * fte) for share, fte in per_post), default=Fraction(0))
    for name, (share, fte) in zip(fair, per_post, strict=True):
        if Fraction(2 * share + 1, 2 * fte) < least:
            yield f"公平性：{name}工作量 {fte}%，应承担 {share} 分钟，与别人的比例不同"
    yield from _spread(week, [(line["已承担"], line["相差"]) for line in fair.values()])


def _spread(week: Week, people: list[tuple[int, int]]) -> Iterator[str]:
    """公平性, the line of all who serve: how many, how much, and how far beyond or below their shares."""
    line = next(
        (line for line in week.table("公平性", 3) if (line["项目"], line["范围"]) == ("课后服务", "全体")), None
    )
    if line is None or line["人数"] != len(people) or not people:
        return  # somebody's fair share is none at all
    beyond = [each for _, each in people]
    mean = sum(beyond) / len(beyond)
    found = {
        "平均": sum(done for done, _ in people) / len(people),
        "极差": max(beyond) - min(beyond),
        "标准差": sqrt(sum((each - mean) ** 2 for each in beyond) / len(beyond)),
    }
    for heading, amount in found.items():
        if abs(float(line[heading]) - amount) > ROUND + 1e-9:
            yield f"公平性：{heading}写 {line[heading]}，应为 {amount:.1f}"
