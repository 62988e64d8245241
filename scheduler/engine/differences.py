"""What of a plan a rule looks at when some lessons move, and what is different between two verdicts of a rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from constraints.rule import ActiveRule, Level, Owner, Verdict, Violation


class Scope(Enum):
    """What of a plan decides how a rule's verdict changes when some lessons of courses move to other lesson slots."""

    NOTHING = "nothing: when lessons are held does not matter"
    COURSES = "these courses, and those that share their slots (单双周, 走班)"
    CLASSES = "all lessons of their classes"
    TEACHERS = "all lessons, meetings and service of their teachers"
    PEERS = "the teachers and courses that exclude each other, mentors and apprentices"
    GROUPS = "the same subject in the same grade"
    VENUES = "the times at which lessons come and go, in venues of their kinds"
    WHOLE = "everything"


# A rule that stands nowhere here is checked on the whole plan: right, but slow.
SCOPES: Mapping[Scope, Collection[str]] = {
    Scope.NOTHING: (
        *("hours_in_full", "hours_standard", "no_added_lessons", "protected_subjects", "weekly_total", "meetings"),
        *("club_capacity", "club_places", "club_sessions", "clubs_spread", "evening_study", "extended_care"),
        *("external_staff", "familiar_adults", "homeroom_first", "homework_time", "morning_duty", "service_adults"),
        *("service_choice", "service_content", "service_days", "service_end", "service_enrolment", "service_exempt"),
        *("service_fair", "service_group_fair", "service_held", "service_limits", "service_minutes", "service_patrol"),
        *("service_pool", "service_range", "service_surplus", "service_unavailable", "service_wishes", "stable_adults"),
        *("substitutes", "tutor_spread", "unpopular_fair", "venue_changes"),
        *("flex_balance", "flex_core", "flex_evenings", "flex_fair", "flex_follows", "flex_limit", "flex_use"),
        "homeroom_flex",
    ),
    Scope.COURSES: (
        *("activity_time", "exam_calendar", "alternating_pairs", "parallel_groups", "joint_classes", "double_lessons"),
        *("locks", "unavailable", "avoided_slots", "preferred_slots"),
    ),
    Scope.CLASSES: (
        *("class_clash", "subject_per_day", "class_gaps", "core_in_morning", "core_per_day", "first_lesson_variety"),
        *("pe_days_apart", "same_period", "subject_neighbours", "subject_spread"),
    ),
    Scope.TEACHERS: (
        *("teacher_clash", "teacher_days", "teacher_half_days", "teacher_in_row", "teacher_per_day", "teacher_gaps"),
        *("noon_rest", "part_timer_days", "teacher_balance", "teacher_rest"),
        *("service_clash", "duty_span", "rest_after_evening", "flex_free"),
    ),
    Scope.PEERS: ("exclusions", "mentor_free"),
    Scope.GROUPS: ("parallel_progress",),
    Scope.VENUES: ("venue_capacity", "club_venues"),
}
_SCOPE_OF = {rule: scope for scope, rules in SCOPES.items() for rule in rules}


def scope_of(rule: str) -> Scope:
    """Return the scope of a rule."""
    return _SCOPE_OF.get(rule, Scope.WHOLE)


class Difference(NamedTuple):
    """What moved lessons change: the cost, and where a regulation or hard rule is broken that was not, or more than before."""

    cost: int
    broken: tuple[tuple[ActiveRule, Violation], ...] = ()


class Comparison(NamedTuple):
    """Two verdicts of a rule on one group of lessons: cost, amount by owner and violations, each as far as they differ."""

    cost: int
    rise: Mapping[Owner, int]
    new: tuple[Violation, ...]


def difference(active: ActiveRule, before: Verdict, after: Verdict) -> Difference:
    """Return what is different between two verdicts of a rule."""
    return joined(active, [compared(active, before, after)])


def compared(active: ActiveRule, before: Verdict, after: Verdict) -> Comparison:
    """Compare what a rule says of one group of lessons before and after."""
    if active.level is Level.SOFT:
        return Comparison(active.cost(after) - active.cost(before), {}, ())
    rise: dict[Owner, int] = defaultdict(int)
    for sign, verdict in ((-1, before), (1, after)):
        for violation in verdict.violations:
            rise[violation.owner] += sign * violation.amount
    return Comparison(0, rise, tuple(Counter(after.violations) - Counter(before.violations)))


def joined(active: ActiveRule, found: Sequence[Comparison]) -> Difference:
    """Return what groups of lessons change together: of one owner something may become worse and something better."""
    rise: dict[Owner, int] = defaultdict(int)
    for each in found:
        for owner, amount in each.rise.items():
            rise[owner] += amount
    broken = tuple((active, violation) for each in found for violation in each.new if rise[violation.owner] > 0)
    return Difference(sum(each.cost for each in found), broken)
