"""The slots at which each course and meeting can be held by the hard rules, and why not at the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import cast

from constraints.catalogue import active_rules
from constraints.curriculum import no_added_lessons
from constraints.rule import ActiveRule, P, Rule
from constraints.staff import teacher_per_day
from constraints.timetable import (
    alternating_pairs,
    class_clash,
    double_lessons,
    held_weeks,
    parallel_groups,
    subject_per_day,
    teacher_clash,
    unavailable,
    venue_capacity,
)
from constraints.timetable import locks as locks_rule
from constraints.timetable import meetings as meetings_rule
from constraints.timetable.meetings import possible_starts
from constraints.timetable.same_slots import Link
from constraints.timetable.subject_per_day import weeks_by_subject
from constraints.timetable.unavailable import closed_slots
from scheduler.explanation.counting.shortage import Reason, marked_then, meeting_then, taught_then
from scheduler.model.owner import Level
from scheduler.plan import meeting_slots
from scheduler.plan.venue_use import Sizes, is_closed
from scheduler.school import Course, Interval, Lock, MarkOwner, Meeting, School, Slot
from scheduler.school.marking import elsewhere_at
from scheduler.school.wording import mark_owner_text
from scheduler.text import Text

Closed = dict[Slot, Reason]


class Openings:
    """What each course and meeting of a school has left. Only what holds in every plan closes a slot.

    `rules` are the regulation and hard rules in use, by id. Raises ValueError when a rule setting cannot be used.
    """

    def __init__(self, school: School) -> None:
        self.school = school
        found = active_rules(school)
        self.rules: dict[str, ActiveRule] = {each.rule.id: each for each in found if each.level is not Level.SOFT}
        self._closed = {course.id: self._close(course) for course in school.courses}
        self._narrow()
        self._open = {
            course.id: tuple(s for s in school.course_slots(course) if s not in self._closed[course.id])
            for course in school.courses
        }

    def active(self, *rules: str) -> bool:
        """Tell whether all of some rules bind."""
        return all(rule in self.rules for rule in rules)

    def parameters(self, rule: Rule[P]) -> P:
        """Return the figures of a rule that binds."""
        return cast(P, self.rules[rule.id].parameters)

    def open(self, course: Course) -> tuple[Slot, ...]:
        """Return the slots at which a course can be held, in the order of the week."""
        return self._open[course.id]

    def closed(self, course: Course) -> Closed:
        """Return why a course cannot be held at its other slots."""
        return self._closed[course.id]

    @cached_property
    def locks(self) -> dict[str, list[Slot]]:
        """The fixed slots of each course, as far as fixed lessons bind."""
        found: dict[str, list[Slot]] = defaultdict(list)
        for lock in dict.fromkeys(self.school.locks) if self.active(locks_rule.RULE.id) else ():
            found[lock.course].append(lock.slot)
        return dict(found)

    @cached_property
    def caps(self) -> dict[str, int]:
        """The most lessons of a course on one day, where the subject has such a limit."""
        found: dict[str, int] = {}
        if not self.active(subject_per_day.RULE.id):
            return found
        parameters = self.parameters(subject_per_day.RULE)
        for klass in self.school.classes:
            for _, weeks in weeks_by_subject(self.school, klass.id, parameters):
                for week in weeks:
                    for course in week.courses:
                        found[course.id] = min(week.limit, found.get(course.id, week.limit))
        return found

    @cached_property
    def lessons_a_day(self) -> dict[str, int]:
        """The most lessons of each teacher on one day, where that is limited."""
        if not self.active(teacher_per_day.RULE.id):
            return {}
        return teacher_per_day.limits(self.school, self.parameters(teacher_per_day.RULE))

    @cached_property
    def overlaps(self) -> dict[Slot, tuple[Slot, ...]]:
        """The lesson slots that share a minute with each, itself among them."""
        slots = [slot for found in self.school.lesson_slots.values() for slot in found]
        times = {slot: self.school.interval(slot) for slot in slots}
        return {one: tuple(s for s in slots if times[s].overlaps(times[one])) for one in slots}

    # Meetings.

    @cached_property
    def meeting_choices(self) -> dict[str, list[tuple[Slot, ...]]]:
        """For each meeting what it would take, start by start, where it may begin; marks and locks are not looked at."""
        return {
            meeting.id: [
                meeting_slots(self.school, start, meeting.length) for start in possible_starts(self.school, meeting)
            ]
            for meeting in self.school.meetings
        }

    @cached_property
    def meeting_reasons(self) -> dict[str, list[tuple[tuple[Slot, ...], Reason | None]]]:
        """For each meeting what it would take, start by start, and what blocks it, None where nothing does."""
        return {
            meeting.id: [(slots, self._blocked(meeting, slots)) for slots in self.meeting_choices[meeting.id]]
            for meeting in self.school.meetings
        }

    def _blocked(self, meeting: Meeting, slots: Iterable[Slot]) -> Reason | None:
        """Return why a meeting cannot take some slots, None where it may."""
        times = list(slots)
        for teacher in meeting.teachers:
            marked = self._marks.get((MarkOwner.TEACHER, teacher), frozenset())
            closed = next((slot for slot in times if slot in marked), None)
            if closed is not None:
                return marked_then(teacher, elsewhere_at(self.school, teacher, closed))
            if not self.active(teacher_clash.RULE.id):
                continue
            for slot in times:
                for overlapping in self.overlaps[slot]:
                    lock = next(iter(self._teacher_locks.get((teacher, overlapping), ())), None)
                    if lock is not None:
                        return taught_then(teacher, lock)
                    other = next(
                        (m for m in self._certain.get(teacher, {}).get(overlapping, ()) if m.id != meeting.id), None
                    )
                    if other is not None:
                        return meeting_then(teacher, other)
        return None

    @cached_property
    def _certain(self) -> dict[str, dict[Slot, list[Meeting]]]:
        """The slots that meetings take from each teacher wherever they are held."""
        found: dict[str, dict[Slot, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
        for meeting in self.school.meetings if self.active(meetings_rule.RULE.id) else ():
            choices = self.meeting_choices[meeting.id]
            for slot in set(choices[0]).intersection(*choices[1:]) if choices else ():
                for teacher in meeting.teachers:
                    found[teacher][slot].append(meeting)
        return found

    def certain_times(self) -> dict[str, list[tuple[Interval, str]]]:
        """Return when each teacher is at a fixed lesson or a meeting in every plan, and the rule that says so."""
        found: dict[str, list[tuple[Interval, str]]] = defaultdict(list)
        for teacher, slots in self._certain.items():
            found[teacher] += [(self.school.interval(slot), meetings_rule.RULE.id) for slot in slots]
        for course_id, locked in self.locks.items():
            for teacher in self.school.course[course_id].teachers:
                found[teacher] += [(self.school.interval(slot), locks_rule.RULE.id) for slot in locked]
        return dict(found)

    # Courses.

    @cached_property
    def _marks(self) -> dict[tuple[MarkOwner, str], frozenset[Slot]]:
        return closed_slots(self.school) if self.active(unavailable.RULE.id) else {}

    @cached_property
    def _class_locks(self) -> dict[tuple[str, Slot], list[Course]]:
        found: dict[tuple[str, Slot], list[Course]] = defaultdict(list)
        for course_id, slots in self.locks.items() if self.active(class_clash.RULE.id) else ():
            course = self.school.course[course_id]
            for slot in slots:
                for class_id in course.classes:
                    found[class_id, slot].append(course)
        return found

    @cached_property
    def _teacher_locks(self) -> dict[tuple[str, Slot], list[Course]]:
        found: dict[tuple[str, Slot], list[Course]] = defaultdict(list)
        for course_id, slots in self.locks.items() if self.active(teacher_clash.RULE.id) else ():
            course = self.school.course[course_id]
            for slot in slots:
                for teacher in course.teachers:
                    found[teacher, slot].append(course)
        return found

    @cached_property
    def _locked_teachers(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = defaultdict(list)
        for teacher, slot in self._teacher_locks:
            found[teacher].append(slot)
        return found

    @cached_property
    def _locked_classes(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = defaultdict(list)
        for class_id, slot in self._class_locks:
            found[class_id].append(slot)
        return found

    @cached_property
    def _sizes(self) -> Sizes:
        return Sizes(self.school)

    @cached_property
    def shut(self) -> dict[str, frozenset[Slot]]:
        """The lesson slots at which each venue is closed."""
        marked = {m.owner for m in self.school.marks if m.owner_kind is MarkOwner.VENUE}
        slots = [slot for found in self.school.lesson_slots.values() for slot in found]
        return {
            venue.id: frozenset(s for s in slots if is_closed(self.school, venue, s))
            if venue.id in marked
            else frozenset()
            for venue in self.school.venues
        }

    def _close(self, course: Course) -> Closed:
        """Return why a course cannot be held at some of its slots, looked at by itself."""
        slots, found = frozenset(self.school.course_slots(course)), Closed()
        for slot, reason in self._reasons(course):
            if slot in slots:
                found.setdefault(slot, reason)
        return found

    def _reasons(self, course: Course) -> Iterator[tuple[Slot, Reason]]:
        if self.active(held_weeks.RULE.id):
            for slot in held_weeks.missed(self.school, course):
                yield slot, Reason("weeks", course.subject, (held_weeks.RULE.id,))
        owners = [(MarkOwner.COURSE, course.id), (MarkOwner.SUBJECT, course.subject)]
        owners += [(MarkOwner.CLASS, name) for name in course.classes]
        owners += [(MarkOwner.TEACHER, name) for name in course.teachers]
        for owner in owners:
            name = mark_owner_text(self.school, *owner).zh
            teacher = owner[1] if owner[0] is MarkOwner.TEACHER else ""
            for slot in self._marks.get(owner, ()):
                yield slot, marked_then(name, elsewhere_at(self.school, teacher, slot))
        if self.active(venue_capacity.RULE.id) and self.school.venue_kind_of(course) is not None:
            yield from self._without_venue(course)
        if self.active(teacher_clash.RULE.id):
            yield from self._with_teachers_busy(course)
        for class_id in course.classes:
            for slot in self._locked_classes.get(class_id, ()):
                for other in self._class_locks[class_id, slot]:
                    together = other.together is not None and other.together == course.together
                    if other is not course and not together and other.week.meets(course.week):
                        words = Text(
                            f"{class_id}固定上{other.subject}", f"{class_id} has the fixed lesson {other.subject}"
                        )
                        yield slot, Reason("lock", other.subject, (locks_rule.RULE.id, class_clash.RULE.id), words)
        fixed = self.locks.get(course.id, ())
        if len(fixed) >= course.lessons:
            for slot in self.school.course_slots(course):
                if slot not in fixed:
                    yield slot, Reason("own_lock", course.subject, (locks_rule.RULE.id, no_added_lessons.RULE.id))

    def _with_teachers_busy(self, course: Course) -> Iterator[tuple[Slot, Reason]]:
        for teacher in course.teachers:
            for taken, meetings in self._certain.get(teacher, {}).items():
                reason = meeting_then(teacher, meetings[0])
                for slot in self.overlaps[taken]:
                    yield slot, reason
            for taken in self._locked_teachers.get(teacher, ()):
                for other in self._teacher_locks[teacher, taken]:
                    if other is not course and other.week.meets(course.week):
                        reason = taught_then(teacher, other)
                        for slot in self.overlaps.get(taken, ()):
                            yield slot, reason

    def _without_venue(self, course: Course) -> Iterator[tuple[Slot, Reason]]:
        """Yield the slots at which no venue is open that holds the course by itself."""
        units = self._sizes.units(course, course.classes)
        pupils = self._sizes.pupils(course, course.classes)
        kind = self.school.venue_kind_of(course)
        schedule = self.school.course_schedule(course)
        right = [
            v
            for v in self.school.venues
            if (v.id == course.venue if course.venue else v.kind == kind and self.school.serves(v, schedule))
        ]
        large = [v for v in right if units <= v.capacity and (v.seats is None or pupils <= v.seats)]
        if any(not self.shut[venue.id] for venue in large):
            return
        why = "venue" if large else "small" if right else "campus"
        reason = Reason(why, course.venue or str(kind), (venue_capacity.RULE.id,))
        for slot in self.school.course_slots(course):
            if all(slot in self.shut[venue.id] for venue in large):
                yield slot, reason

    # Courses that depend on each other, and doubles.

    def _narrow(self) -> None:
        links: list[tuple[str, Link]] = []
        if self.active(parallel_groups.RULE.id):
            links += [(parallel_groups.RULE.id, each) for each in parallel_groups.links(self.school)]
        if self.active(alternating_pairs.RULE.id):
            links += [(alternating_pairs.RULE.id, each) for each in alternating_pairs.links(self.school)]
        doubled = [c for c in self.school.courses if c.doubles and c.lessons == 2 * c.doubles]
        todo = doubled if self.active(double_lessons.RULE.id) else []
        while any([self._follow(rule, each) for rule, each in links] + [self._pair_up(course) for course in todo]):
            pass

    def _follow(self, rule: str, link: Link) -> bool:
        """Close to one of two courses what is closed to the other; tell whether anything was."""
        changed = self._copy(rule, link.lead, link.follower)
        return (link.equal and self._copy(rule, link.follower, link.lead)) or changed

    def _copy(self, rule: str, source: Course, target: Course) -> bool:
        by_clock = {self.school.interval(slot): slot for slot in self.school.course_slots(source)}
        closed, changed = self._closed[target.id], False
        for slot in self.school.course_slots(target):
            other = by_clock.get(self.school.interval(slot))
            if slot in closed or (other is not None and other not in self._closed[source.id]):
                continue
            why = Reason("apart", source.subject, ()) if other is None else self._closed[source.id][other]
            closed[slot] = why._replace(rules=(*why.rules, rule))
            changed = True
        return changed

    def _pair_up(self, course: Course) -> bool:
        """Close the slots of a course of doubles alone that have no open slot beside them; tell whether there were any."""
        closed = self._closed[course.id]
        slots = self.school.course_slots(course)
        free = [slot for slot in slots if slot not in closed]
        beside: dict[Slot, list[Slot]] = defaultdict(list)
        for slot in slots:
            following = self.school.next_in_double(slot)
            if following is not None:
                beside[slot].append(following)
                beside[following].append(slot)
        alone = [slot for slot in free if all(other in closed for other in beside[slot])]
        words = Text("没有相连的两节", "there are no two lessons in a row")
        for slot in alone:
            around = [rule for other in beside[slot] for rule in closed[other].rules]
            rules = dict.fromkeys([double_lessons.RULE.id, no_added_lessons.RULE.id, *around])
            closed[slot] = Reason("pair", course.subject, tuple(rules), words)
        return bool(alone)


def locked_wrongly(openings: Openings) -> Iterator[tuple[Lock, Reason | None]]:
    """Yield the locks at slots that their course cannot use, and why; None where its class has no lesson then."""
    for lock in dict.fromkeys(openings.school.locks) if openings.active(locks_rule.RULE.id) else ():
        course = openings.school.course[lock.course]
        if lock.slot not in openings.school.course_slots(course):
            yield lock, None
        elif lock.slot in openings.closed(course):
            yield lock, openings.closed(course)[lock.slot]
