"""`paike cover`: what to do when somebody is away."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli.common import (
    AsJson,
    Exit,
    Language,
    PlanFile,
    SchoolFile,
    refuse,
    school_in,
    writing,
)
from scheduler.cli.console import Console
from scheduler.cli.dates import OnDate, TermFile, date_in, item_record, item_text, tell_standing, term_in
from scheduler.term.calendar import date_text
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.cover.propose import Choice, Proposal
    from scheduler.school import School
    from scheduler.term.nouns import Term


def cover(
    school: SchoolFile,
    plan: PlanFile,
    date: OnDate,
    term: TermFile = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(
            help="谁不在：教师、场地或班级，可写几次 / who is away: teachers, places or classes, several times"
        ),
    ] = None,
    until: Annotated[str, typer.Option(help="到哪天，不写即当天 / the last day")] = "",
    periods: Annotated[str, typer.Option(help="1-3 节或 08:00-10:00；不写即整天 / lessons or clock times")] = "",
    kind: Annotated[str, typer.Option(help="病假、事假、公差、培训、产假、其他 / the kind of absence")] = "其他",
    save: Annotated[Path | None, typer.Option(help="把请假和安排写进学期工作簿 / write a term workbook")] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """有人请假：提出代课、调课安排，写进学期工作簿 / Somebody is away: propose cover, proven the least that can be."""
    from scheduler.cover.propose import NoProposalError
    from scheduler.cover.weeks import propose_weeks

    console = Console(lang, as_json)
    found_school = school_in(console, school)
    told = term_in(console, term, found_school, plan)
    first = date_in(console, date, told)
    last = date_in(console, until, told) if until else first
    if absent:
        told = _with_absence(console, told, told.edition_on(first).school, absent, (first, last), periods, kind)
    dates = list(told.calendar.dates(first, last))
    if not dates:
        refuse(console, Text("--until 早于 --date", "--until is before --date"))
    standing = tell_standing(console, told, dates)
    try:
        proposals = list(propose_weeks(told, dates))
    except NoProposalError:
        refuse(console, Text("没有可行的安排", "Nothing can be proposed"))
    _tell(console, proposals)
    files = []
    if save is not None:
        from scheduler.workbook.term.writer import write_term

        after = told
        for proposal in proposals:
            after = after.changed(proposal.changes)
        with writing(console, save):
            write_term(after, save)
        files.append(str(save))
        console.say(Text(f"已写出 {save}", f"Wrote {save}"))
    console.document({"status": "proposed", **_record(proposals), "standing": standing, "files": files})
    if any(choice.option.way is None for proposal in proposals for choice in proposal.choices):
        raise typer.Exit(Exit.BROKEN)


# Reading.


def _with_absence(
    console: Console,
    term: Term,
    school: School,
    names: list[str],
    dates: tuple[datetime.date, datetime.date],
    periods: str,
    kind: str,
) -> Term:
    """Return a term in which some are away besides; ends the command for who is unknown, away already, or not needed then."""
    from scheduler.term.absences import clashing, hits
    from scheduler.term.calendar import MIDNIGHT
    from scheduler.term.nouns import ABSENCE_NAMES, Absence
    from scheduler.workbook.names import nearest
    from scheduler.workbook.term.stretches import read_stretch

    known = {**school.teacher, **school.venue, **school.school_class}
    for name in names:
        if name not in known:
            like = nearest(name, known)
            refuse(
                console,
                Text(
                    f"学校没有教师、场地或班级“{name}”" + (f"，是不是“{like}”？" if like else ""),
                    f"no teacher, place or class “{name}”" + (f", is it “{like}”?" if like else ""),
                ),
            )
    kinds = {text.zh: key for key, text in ABSENCE_NAMES.items()} | {
        text.en: key for key, text in ABSENCE_NAMES.items()
    }
    if kind not in kinds:
        refuse(
            console,
            Text(
                f"--kind 只能是 {'、'.join(t.zh for t in ABSENCE_NAMES.values())}",
                f"--kind is one of {', '.join(t.en for t in ABSENCE_NAMES.values())}",
            ),
        )
    stretch: tuple[int, int] | None = (0, MIDNIGHT)
    if periods:
        stretch = read_stretch(school, term.calendar.weekday_of(dates[0]), periods)
    if stretch is None:
        refuse(
            console,
            Text(
                f"--periods 看不懂“{periods}”：写 1-3 或 08:00-10:00",
                f"--periods: “{periods}” is not 1-3 or 08:00-10:00",
            ),
        )
    absence = Absence(
        id=term.next_id(),
        first=dates[0],
        last=dates[1],
        start=stretch[0],
        end=stretch[1],
        teachers=tuple(name for name in dict.fromkeys(names) if name in school.teacher),
        venues=tuple(name for name in dict.fromkeys(names) if name in school.venue),
        classes=tuple(name for name in dict.fromkeys(names) if name in school.school_class),
        kind=kinds[kind],
    )
    again = clashing(term, absence)
    if again:
        refuse(console, Text("这段时间已经登记了请假", "entered as away for that time already"))
    found = term.renewed(absences=(*term.absences, absence))
    if not any(hits(found, date) for date in term.calendar.dates(*dates)):
        console.say(Text("这段时间他们没有课也没有值班，不用安排。", "They have nothing then: nothing is to be done."))
    return found


# Telling.


def _tell(console: Console, proposals: Sequence[Proposal]) -> None:
    for proposal in proposals:
        if len(proposals) > 1 and proposal.choices:
            week = date_text(proposal.report.view.dates[0])
            console.say(Text(f"{week.zh}起的一周", f"The week from {week.en}"))
        _tell_week(console, proposal)
    if len(proposals) > 1:
        number, cost = sum(len(p.choices) for p in proposals), sum(p.cost for p in proposals)
        console.say(
            Text(
                f"{len(proposals)} 周共 {number} 处，扣分 {cost}：一周一周安排，各周在前几周已定的基础上算。",
                f"{number} in {len(proposals)} weeks, cost {cost}: week after week, each on what the weeks before chose.",
            )
        )


def _tell_week(console: Console, proposal: Proposal) -> None:
    day = None
    for choice in proposal.choices:
        if choice.hit.item.date != day and len(proposal.report.view.dates) > 1:
            day = choice.hit.item.date
            console.say(date_text(day))
        console.say(_choice_text(choice))
    proven = (
        Text("已证明不能再少", "proven the least")
        if proposal.proven
        else Text(f"至少 {proposal.bound}", f"at least {proposal.bound}")
    )
    console.say(
        Text(
            f"共 {len(proposal.choices)} 处，扣分 {proposal.cost}（{proven.zh}）。",
            f"{len(proposal.choices)} in all, cost {proposal.cost} ({proven.en}).",
        )
    )
    for active, violation in proposal.report.violations():
        if active.rule.id in ("cover_found", "cover_protected", "cover_taught", "cover_late_start"):
            console.say(
                Text(f"  {active.rule.title.zh}：{violation.text.zh}", f"  {active.rule.title.en}: {violation.text.en}")
            )


def _choice_text(choice: Choice) -> Text:
    line, what = item_text(choice.hit.item), choice.option.text
    nxt = None if choice.runner_up is None else choice.runner_up.text
    zh = f"{line.zh} → {what.zh}" + (f"；其次{nxt.zh}（多扣 {choice.more}）" if nxt else "")
    en = f"{line.en} → {what.en}" + (f"; next {nxt.en} (+{choice.more})" if nxt else "")
    return Text(zh, en)


# JSON.


def _record(proposals: Sequence[Proposal]) -> dict[str, Any]:
    weeks = [(p.report.view.dates, p) for p in proposals]
    return {
        "cost": sum(p.cost for p in proposals),
        "bound": sum(p.bound for p in proposals),
        "weeks": [{"first": str(d[0]), "last": str(d[-1]), "cost": p.cost, "bound": p.bound} for d, p in weeks],
        "choices": [
            {
                **item_record(choice.hit.item),
                "missing": list(choice.hit.missing),
                "chosen": choice.option.text.zh,
                "by": list(choice.option.teachers),
                "runner_up": None if choice.runner_up is None else choice.runner_up.text.zh,
                "more": choice.more,
            }
            for proposal in proposals
            for choice in proposal.choices
        ],
        "violations": [
            {"rule": a.rule.id, "amount": v.amount, "text": v.text.zh}
            for proposal in proposals
            for a, v in proposal.report.violations()
        ],
    }
