"""What counting finds short, and how it is told: how much is needed, how much there is, and what takes the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from constraints.curriculum import hours_in_full, protected_subjects
from constraints.curriculum.hours import is_protected
from constraints.timetable import locks, meetings, teacher_clash, unavailable
from scheduler.model.owner import Owner
from scheduler.school import Course, Meeting, School, Slot
from scheduler.school.wording import names
from scheduler.text import Text


@dataclass(frozen=True)
class Shortage:
    """More is needed than there is, so that no plan can exist. `rules` are those that the argument rests on.

    `others` are those whom it is about beside the owner: those of the same `cause` are told together.
    """

    owner: Owner
    needs: int
    has: int
    text: Text
    rules: tuple[str, ...]
    cause: Hashable = None
    others: tuple[Owner, ...] = ()


class Reason(NamedTuple):
    """Why something cannot be at a time: its kind, of whom or what, the rules that say so; all of it in words, if they differ."""

    kind: str
    name: str
    rules: tuple[str, ...]
    words: Text | None = None

    @property
    def text(self) -> Text:
        """The reason by itself."""
        label = _KINDS[self.kind]
        return self.words or Text(label.zh.format(self.name), label.en.format(self.name))


_KINDS: dict[str, Text] = {
    "mark": Text("{}标“禁”", "{} not available"),
    "elsewhere": Text("{}在外校", "{} is at another school"),
    "meeting": Text("要开{}", "{} is held"),
    "lock": Text("固定上{}", "{} is fixed"),
    "own_lock": Text("{}固定在别的时间", "{} is fixed at other times"),
    "venue": Text("{}不开放", "{} is closed"),
    "small": Text("{}容不下", "{} is too small"),
    "campus": Text("本校区没有{}", "its campus has no {}"),
    "pair": Text("没有相连的两节", "no two lessons in a row"),
    "weeks": Text("不是{}的每一周都上课", "not held in all weeks of {}"),
    "apart": Text("{}不在同样的时间", "{} has no such time"),
    "exempt": Text("{}免服务", "{} exempt"),
    "busy": Text("{}有课或开会", "{} has a lesson or a meeting"),
    "contract": Text("{}合同或资质不全", "contract or qualification of {} is lacking"),
}


def marked_then(name: str, elsewhere: str | None = None) -> Reason:
    """Return that somebody or something is marked 禁, or is at another school of the district."""
    if elsewhere is not None:
        words = Text(f"{name}该时间在{elsewhere}", f"{name} is at {elsewhere} then")
        return Reason("elsewhere", name, (unavailable.RULE.id,), words)
    return Reason("mark", name, (unavailable.RULE.id,), Text(f"{name}标“禁”", f"{name} is not available"))


def taught_then(teacher: str, course: Course) -> Reason:
    """Return that a teacher has a fixed lesson."""
    name = "+".join(course.classes) + course.subject
    words = Text(f"{teacher}固定上{name}", f"{teacher} has the fixed lesson {name}")
    return Reason("lock", course.subject, (locks.RULE.id, teacher_clash.RULE.id), words)


def meeting_then(teacher: str, meeting: Meeting) -> Reason:
    """Return that a teacher is at a meeting."""
    words = Text(f"{teacher}要开{meeting.id}", f"{teacher} is at {meeting.id}")
    return Reason("meeting", meeting.id, (meetings.RULE.id, teacher_clash.RULE.id), words)


def shortage(owner: Owner, needs: int, has: int, text: Text, rules: Iterable[str], cause: Hashable = None) -> Shortage:
    """Return a shortage whose rules each stand once."""
    return Shortage(owner, needs, has, text, tuple(dict.fromkeys(rules)), cause)


def hours_rules(school: School, courses: Iterable[Course]) -> list[str]:
    """Return the rules by which some courses have all their lessons."""
    found = (
        protected_subjects.RULE.id if is_protected(school, course) else hours_in_full.RULE.id for course in courses
    )
    return list(dict.fromkeys(found))


def sentence(parts: Iterable[Text]) -> Text:
    """Return parts of a sentence as one; empty ones are left out."""
    kept = [part for part in parts if part.zh]
    return Text("；".join(part.zh for part in kept), "; ".join(part.en for part in kept))


class Losses:
    """Counts what takes times away, each time once, and puts it in words."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.rules: list[str] = []

    def add(self, reasons: Collection[Reason]) -> None:
        """Count one time that is lost to everybody, to each for a reason of his; those of the most frequent kind are told."""
        if not reasons:
            return
        kind = Counter(reason.kind for reason in reasons).most_common(1)[0][0]
        told = dict.fromkeys(reason for reason in reasons if reason.kind == kind)
        self._counts[kind, tuple(dict.fromkeys(reason.name for reason in told))] += 1
        self.rules += [rule for reason in dict.fromkeys(reasons) for rule in reason.rules]

    @property
    def causes(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """What takes times away, however many."""
        return frozenset(self._counts)

    def text(self, unit: Text) -> Text:
        """Return what takes how many away: 王芳标“禁” 8 个、教研 2 个."""
        zh, en = [], []
        for (kind, who), count in self._counts.most_common():
            label, name = _KINDS[kind], names(who)
            zh.append(f"{label.zh.format(name.zh)} {count} {unit.zh}")
            en.append(f"{label.en.format(name.en)}: {count} {unit.en}".strip())
        return Text("、".join(zh), ", ".join(en))


SLOTS = Text("个", "")


def lost_slots(closed: Iterable[Mapping[Slot, Reason]], universe: Iterable[Slot], kept: Collection[Slot]) -> Losses:
    """Return what takes the slots of a universe that are not kept, by the reasons of several who could use them."""
    losses, all_closed = Losses(), list(closed)
    for slot in sorted(set(universe) - set(kept)):
        losses.add([each[slot] for each in all_closed if slot in each])
    return losses


def partly_lost(closed: Iterable[Mapping[Slot, Reason]], kept: Iterable[Slot]) -> Losses:
    """Return what takes slots that are kept from some of those who could use them."""
    losses, all_closed = Losses(), list(closed)
    for slot in sorted(set(kept)):
        losses.add([each[slot] for each in all_closed if slot in each])
    return losses


def because(losses: Losses, partly: Losses | None = None) -> Text:
    """Return what takes slots away, from all and from some, as a part of a sentence."""
    text = losses.text(SLOTS)
    found = [Text(f"不能用的时段：{text.zh}", f"slots lost: {text.en}")] if text.zh else []
    if partly is not None and partly.causes:
        text = partly.text(SLOTS)
        found.append(Text(f"只有一部分课能用的时段：{text.zh}", f"slots lost to some of them: {text.en}"))
    return sentence(found)
