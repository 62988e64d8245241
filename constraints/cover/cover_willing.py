"""Part-timers and those who are exempt do not stand in, people from outside only while their contract runs."""

from __future__ import annotations

import datetime

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.school import School, ServiceDuty, StaffKind
from scheduler.term.nouns import ItemKind
from scheduler.term.view import CoverView
from scheduler.text import Text


def why_not(school: School, teacher_id: str, date: datetime.date, kind: ItemKind) -> Text | None:
    """Return why somebody is not asked to stand in on a date; None where he may be."""
    teacher = school.teacher[teacher_id]
    if teacher.kind is StaffKind.EXTERNAL:
        contract = school.contract.get(teacher_id)
        begun = contract is not None and (contract.starts is None or contract.starts <= date)
        if contract is None or not begun or (contract.ends is not None and contract.ends < date):
            return Text("合同期不含这一天", "no contract on that day")
        return None
    if teacher.fte < 100:
        return Text("非全职", "part-timer")
    if teacher.service is ServiceDuty.NONE:
        return Text("免安排", "exempt")
    return None


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Ensure that nobody stands in who is not to be asked."""
    for literal, teacher, item in variables.stand_ins():
        if why_not(variables.situation.day(item.date).school, teacher, item.date, item.kind) is not None:
            poster.none(literal, teacher_owner(teacher))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everybody who stands in and is not to be asked; the amount is in lessons."""
    found = []
    for _, item, teacher in view.stand_ins:
        why = why_not(view.day(item.date).school, teacher, item.date, item.kind)
        if why is not None:
            what = item_text(item)
            text = Text(f"{teacher}不代课（{why.zh}）：{what.zh}", f"{teacher} does not stand in ({why.en}): {what.en}")
            found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(len(view.stand_ins), tuple(found))


RULE = CoverRule(
    id="cover_willing",
    title=Text("谁不代课", "Who does not stand in"),
    words=Text(
        "非全职和免安排（孕期、哺乳期等）的教师不代课；外聘人员只在合同期内代。",
        "Part-timers and those who are exempt do not stand in; people from outside only while their contract runs.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=100,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
