"""Which timetable belongs to which school, in a folder to which schools have handed in both: by names and by what the files say.

A pair is certain where two things agree, or where the teachers named in a timetable are those of one school alone. What is not
certain is asked about; it is never guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from pathlib import PurePath
from typing import NamedTuple

from scheduler.district.peek import Peek
from scheduler.plan.layout import OVERVIEW
from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.school.layout import ASSIGNMENT, ASSIGNMENT_LIST, CURRICULUM, SCHEDULE, SCHOOL, SUBJECTS
from scheduler.workbook.tables import is_titled

ALL, MANY, FEW = 0.8, 0.5, 0.3  # shares of a school's teachers that a timetable names
CANDIDATES_SHOWN = 3
HEAD = 20_000  # characters of a timetable in which it would say whose it is
_SHEETS = (SCHOOL, SCHEDULE, ASSIGNMENT, ASSIGNMENT_LIST, CURRICULUM, SUBJECTS)
_OF_A_SCHOOL = tuple(word for sheet in _SHEETS for word in (*sheet.title, *sheet.aliases))
_GENERIC = re.compile(
    r"\d{4}(?:[-—~至]\d{2,4})?(?:学?年度?)?|第[一二]学期|[上下]学期|课程?表|总表|排课|结果|工作簿|学校信息|任课|计划|安排|数据|最终|定稿"
    r"|timetable|schedule|school|plan|[\s_\-()（）【】\[\].,，]+",
    re.IGNORECASE,
)


class SchoolSign(NamedTuple):
    """By what a school is known in other files: its workbook's path in the folder, its name, those of its teachers who teach."""

    file: str
    name: str
    teachers: tuple[str, ...]


class PlanSign(NamedTuple):
    """A file that may hold a timetable: its path in the folder, and what it says."""

    file: str
    peek: Peek


class Pair(NamedTuple):
    """A school and the timetable that belongs to it, and why; None where there is none, or where it is not certain: then the
    `candidates` are asked about."""

    school: str
    plan: str | None
    why: Text
    candidates: tuple[str, ...] = ()


class Pairing(NamedTuple):
    """The pairs, one a school, and the files that are nobody's timetable."""

    pairs: tuple[Pair, ...]
    left: tuple[str, ...]


def looks_like_a_school(peek: Peek) -> bool:
    """Tell whether a workbook has sheets that only schools' workbooks have."""
    return any(is_titled(title, _OF_A_SCHOOL) for title in peek.titles)


def holds_a_plan(peek: Peek) -> bool:
    """Tell whether a workbook has our own sheet of a plan."""
    return any(title.startswith(tuple(OVERVIEW)) for title in peek.titles)


class _Evidence(IntEnum):
    """How strongly something speaks for a pair."""

    NONE = 0
    SOME = 1
    CERTAIN = 2


class _Match(NamedTuple):
    """What speaks for a timetable's being a school's."""

    plan: PlanSign
    named: Text | None  # how the files' names or the school's say so
    exact: bool  # that they do so in full
    share: float  # of the school's teachers who are named in it
    evidence: _Evidence

    @property
    def rank(self) -> tuple[int, bool, bool, float, bool]:
        """Which of several is the better one: of two forms of one plan the workbook, which is what is posted."""
        return self.evidence, self.exact, self.share >= MANY, round(self.share, 1), not self.plan.file.endswith(".json")


class _SchoolClues(NamedTuple):
    """What is worked out of a school once: its own folder ('' where that is others' too), its file's name, its own if no other's
    holds it."""

    sign: SchoolSign
    folder: str
    stem: str
    name: str


class _PlanClues(NamedTuple):
    """What is worked out of a timetable once: its folder, its file's name, how it begins, and the shares of teachers: of each
    school, the largest, and the largest of another school than that one's."""

    plan: PlanSign
    folder: str
    stem: str
    head: str
    shares: Mapping[str, float]
    first: tuple[str, float]
    second: float


def pair(schools: Sequence[SchoolSign], plans: Sequence[PlanSign], answers: Mapping[str, str]) -> Pairing:
    """Return which plan belongs to which school; `answers` say it of some, school to plan."""
    free = [_plan_clues(plan, schools) for plan in plans if plan.file not in answers.values()]
    asked = [school for school in schools if school.file not in answers]
    matches = {each.sign.file: _matches(each, free) for each in _school_clues(schools) if each.sign in asked}
    claims = _claims(matches)
    pairs = [_answered(each, answers) or _pair(each, matches[each.file], claims) for each in schools]
    used = {each.plan for each in pairs} | {name for each in pairs for name in each.candidates}
    also = {match.plan.file for each in pairs for match in _also(each, matches.get(each.school, []))}
    return Pairing(tuple(pairs), tuple(plan.file for plan in plans if plan.file not in used | also))


def _school_clues(schools: Sequence[SchoolSign]) -> list[_SchoolClues]:
    folders = Counter(str(PurePath(school.file).parent) for school in schools)
    names = [key(school.name) for school in schools]
    found = []
    for school, name in zip(schools, names, strict=True):
        folder = str(PurePath(school.file).parent)
        own = folder if folder != "." and folders[folder] == 1 else ""
        alone = sum(name in other for other in names) == 1  # 北街小学 is also in 北街小学东校区
        found.append(_SchoolClues(school, own, _stem(PurePath(school.file)), name if alone else ""))
    return found


def _plan_clues(plan: PlanSign, schools: Sequence[SchoolSign]) -> _PlanClues:
    path, shares = PurePath(plan.file), {school.file: _share(school, plan.peek) for school in schools}
    ranked = sorted(shares.items(), key=lambda each: -each[1])[:2]
    first, second = (*ranked, ("", 0.0), ("", 0.0))[:2]
    head = key(f"{path.stem}\n{plan.peek.text[:HEAD]}")
    return _PlanClues(plan, str(path.parent), _stem(path), head, shares, first, second[1])


def _share(school: SchoolSign, peek: Peek) -> float:
    return sum(map(peek.names, school.teachers)) / len(school.teachers) if school.teachers else 0.0


def _matches(school: _SchoolClues, plans: Iterable[_PlanClues]) -> list[_Match]:
    """Return the plans for which something speaks, the best first."""
    found = (_match(school, plan) for plan in plans)
    kept = (match for match in found if match.evidence is not _Evidence.NONE)
    return sorted(kept, key=lambda match: match.rank, reverse=True)


def _match(school: _SchoolClues, plan: _PlanClues) -> _Match:
    share = plan.shares[school.sign.file]
    others = plan.second if plan.first[0] == school.sign.file else plan.first[1]
    named, exact = _named(school, plan)
    mute = plan.first[1] < FEW  # it names no teachers, or those of a school that is not here
    certain = (share >= ALL and others < MANY) or (named is not None and exact and (share >= MANY or mute))
    some = share >= FEW or named is not None
    evidence = _Evidence.CERTAIN if certain else _Evidence.SOME if some else _Evidence.NONE
    return _Match(plan.plan, named, exact, share, evidence)


def _named(school: _SchoolClues, plan: _PlanClues) -> tuple[Text | None, bool]:
    """Return how names tell that a plan is a school's, and whether they do so in full."""
    if school.folder and school.folder == plan.folder:
        return Text("在同一个文件夹里", "they are in one folder"), True
    if school.stem and school.stem == plan.stem:
        return Text("文件名相同", "the files' names agree"), True
    if school.name and school.name in plan.head:
        return Text("课表里写着校名", "the timetable names the school"), True
    if min(len(school.stem), len(plan.stem)) >= 2 and (school.stem in plan.stem or plan.stem in school.stem):
        return Text("文件名相近", "the files' names are alike"), False
    return None, False


def _stem(path: PurePath) -> str:
    """Return the name of a file without what any could be called: 2026年向阳小学课表 is 向阳小学."""
    return key(_GENERIC.sub("", path.stem))


def _claims(matches: Mapping[str, Sequence[_Match]]) -> dict[str, list[str]]:
    """Return which schools a plan is certainly of, by its file; of several, those of which its name says so."""
    found: dict[str, list[_Match]] = defaultdict(list)
    owners: dict[str, list[str]] = defaultdict(list)
    for school, each in matches.items():
        for match in each:
            if match.evidence is _Evidence.CERTAIN:
                found[match.plan.file].append(match)
                owners[match.plan.file].append(school)
    claims = {}
    for plan, certain in found.items():
        exact = [school for school, match in zip(owners[plan], certain, strict=True) if match.exact]
        claims[plan] = exact or owners[plan]
    return claims


def _answered(school: SchoolSign, answers: Mapping[str, str]) -> Pair | None:
    if school.file not in answers:
        return None
    plan = answers[school.file]
    return Pair(school.file, plan or None, Text("已确认", "as answered"))


def _pair(school: SchoolSign, matches: Sequence[_Match], claims: Mapping[str, Sequence[str]]) -> Pair:
    certain = [m for m in matches if m.evidence is _Evidence.CERTAIN and claims[m.plan.file] == [school.file]]
    if certain and (len(certain) == 1 or certain[0].rank[:3] > certain[1].rank[:3] or _forms(certain)):
        return Pair(school.file, certain[0].plan.file, _why(certain[0], certain[1:]))
    asked = certain or [m for m in matches if m.evidence is not _Evidence.NONE and _open(m, school.file, claims)]
    if not asked:
        return Pair(school.file, None, Text("没有交课表", "no timetable was handed in"))
    shown = asked[:CANDIDATES_SHOWN]
    zh, en = (
        words.join(_candidate(match).get(lang) for match in shown) for words, lang in (("、", "zh"), (", ", "en"))
    )
    why = Text(f"不确定哪份课表是这所学校的：{zh}", f"which timetable is this school's is not certain: {en}")
    return Pair(school.file, None, why, tuple(match.plan.file for match in shown))


def _open(match: _Match, school: str, claims: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a plan is not certainly another school's alone."""
    owners = claims.get(match.plan.file, ())
    return len(owners) != 1 or owners[0] == school


def _forms(certain: Sequence[_Match]) -> bool:
    """Tell whether there is one workbook among several certain files: the others are the same plan for programs."""
    return sum(not match.plan.file.endswith(".json") for match in certain) == 1


def _also(found: Pair, matches: Iterable[_Match]) -> list[_Match]:
    """Return the other forms of a school's plan, which are not used."""
    return [] if found.plan is None else [m for m in matches if m.evidence is _Evidence.CERTAIN]


def _why(match: _Match, others: Sequence[_Match]) -> Text:
    share = f"{match.share:.0%}"
    parts = [match.named] if match.named is not None else []
    if match.share >= FEW:
        parts.append(Text(f"课表里有 {share} 的任课教师", f"{share} of the teachers are named in it"))
    if others:
        names = [other.plan.file for other in others]
        parts.append(Text(f"没有用：{'、'.join(names)}", f"not used: {', '.join(names)}"))
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _candidate(match: _Match) -> Text:
    share, file = f"{match.share:.0%}", match.plan.file
    return Text(f"“{file}”（教师对上 {share}）", f"{file} ({share} of the teachers)")
