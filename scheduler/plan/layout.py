"""The words of the plan workbook that both its writer and its reader must know, and which sheet tells which session.

课后服务 tells the groups of classes, 社团 the clubs, 巡查 the duties. What does not fit their form (a group at a time that is
none of its stage's, a patrol held twice) stands on 其他安排, so that a plan is read back whole, whoever made it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scheduler.plan.plan import Plan, ServiceSession
from scheduler.school import CONTENT_NAMES, ROTAS, STATION_NAMES, School, Slot, Station, StationKind, Week
from scheduler.text import Text, clock_text

OVERVIEW = Text("总课表", "Timetable")
CLASS_PAGES = Text("班级课表", "Class pages")
TEACHER_OVERVIEW = Text("教师总表", "Teachers")
TEACHER_PAGES = Text("教师课表", "Teacher pages")
VENUE_PAGES = Text("场地课表", "Venue pages")
SERVICE_SHEET = Text("课后服务", "Service")
CLUBS = Text("社团", "Clubs")
CLUB_WEEK = Text("社团周表", "Club week")
DUTIES = Text("巡查", "Duties")
OTHER_SESSIONS = Text("其他安排", "Other sessions")
FLEXIBLE_HOURS = Text("弹性上下班", "Flexible hours")
LEDGER = Text("服务台账", "Ledger")
FAIRNESS = Text("公平性", "Fairness")
FAIRNESS_DETAILS = Text("公平性明细", "Fairness in detail")
ALLOWANCES = Text("补助", "Allowances")
HOURS = Text("课时核对", "Hours")
COMPLIANCE = Text("合规报告", "Compliance")
PROBLEMS = Text("问题清单", "Problems")
MEETINGS = Text("教研", "Meetings")

GROUPS = tuple(
    Text(f"{zh}组", f"Group {en}") for zh, en in zip("甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJ", strict=True)
)  # of half classes
WEEK_WORDS: dict[Week, Text] = {Week.ODD: Text("单", "odd"), Week.EVEN: Text("双", "even")}

# Headings and words of the service sheets.
CLASS_HEADING = Text("班级", "Class")
STATION_HEADING = Text("岗位", "Post")
TEACHER_HEADING = Text("教师", "Teacher")
JOINT = Text("合班", "joint")
VACANT = Text("待定", "vacant")
NOT_HELD = Text("未安排", "not held")
IN_CLUBS = Text("社团走班", "Clubs")
ENTRY_LINE = "———"  # between two groups of a class at one time

DUTY_KINDS = ROTAS | {StationKind.PATROL, StationKind.SUBSTITUTE, StationKind.MORNING}


def doing(school: School, session: ServiceSession) -> Text:
    """Return what is done in a session, as printed: as the plan says, else as the school does."""
    station = school.service.stations[session.station]
    return usual(station, session.slot) if session.title is None else Text(session.title, session.title)


def usual(station: Station, slot: Slot) -> Text:
    """Return what the school says is done at a station: the club's name, 阅读, 巡查."""
    if station.club is not None:
        return Text(station.title, station.title)
    content = station.contents.get(slot)
    return STATION_NAMES[station.kind] if content is None else CONTENT_NAMES[content]


def period_label(school: School, slot: Slot) -> str:
    """Return the name and the clock times of a period: 课后服务1 15:50–16:50."""
    period = school.period(slot)
    return f"{period.name} {clock_text(period.start)}–{clock_text(period.end)}"


def station_labels(school: School) -> dict[str, str]:
    """Return what each station is called on paper; stations of one title are numbered."""
    seen: Counter[str] = Counter()
    labels = {}
    for station in school.service.stations.values():
        seen[station.title] += 1
        labels[station.id] = station.title if seen[station.title] == 1 else f"{station.title} #{seen[station.title]}"
    return labels


def is_group(station: Station) -> bool:
    """Tell whether a station is with a group of whole classes after school."""
    return station.club is None and station.kind not in DUTY_KINDS


def groups_of(school: School) -> dict[str, list[Station]]:
    """Return the groups of each class after school."""
    found: dict[str, list[Station]] = {klass.id: [] for klass in school.classes}
    for station in filter(is_group, school.service.stations.values()):
        for class_id in station.classes:
            found[class_id].append(station)
    return found


def held_at(groups: list[Station], slot: Slot) -> list[Station]:
    """Return those of a class's groups that are held at a slot; outside their days those that are held in the period."""
    alike = [
        station
        for station in groups
        if any((s.schedule, s.period) == (slot.schedule, slot.period) for s in station.slots)
    ]
    return [station for station in alike if slot in station.slots] or alike


@dataclass
class PrintedSessions:
    """The sessions of a plan by the sheet that tells them."""

    groups: dict[tuple[str, Slot], ServiceSession] = field(default_factory=dict)
    clubs: list[ServiceSession] = field(default_factory=list)
    duties: dict[tuple[str, Slot], ServiceSession] = field(default_factory=dict)
    others: list[ServiceSession] = field(default_factory=list)


def printed_sessions(school: School, plan: Plan) -> PrintedSessions:
    """Return the sessions of a plan by the sheet that tells them."""
    found, seen = PrintedSessions(), set()
    for session in plan.sessions:
        station, key = school.service.stations[session.station], (session.station, session.slot)
        again = key in seen
        seen.add(key)
        if again:
            found.others.append(session)
        elif station.club is not None:
            club = school.club[station.club]
            fits = session.slot.schedule == club.schedule and session.title not in CONTENT_NAMES[club.content]
            (found.clubs if fits else found.others).append(session)
        elif (
            is_group(station)
            and session.slot in station.slots
            and _is_plain(session.title, usual(station, session.slot))
        ):
            found.groups[key] = session
        elif station.kind in DUTY_KINDS and session.slot in station.slots and session.title is session.venue is None:
            found.duties[key] = session
        else:
            found.others.append(session)
    return found


def _is_plain(title: str | None, usual_words: Text) -> bool:
    """Tell whether a title is one line that says only what is done, and that it is not the usual."""
    return title is None or (title not in usual_words and not set(title) & set("\n:："))


def tells_service(plan: Plan) -> bool:
    """Tell whether a plan says anything of after-school service or flexible hours: other programs' plans do not."""
    return bool(plan.sessions or plan.grants)
