"""Plans all schools of a district that share teachers: shared out, planned apart, repaired where that fails, at last as one.

How a school is planned is not known here: a function is passed in that plans several at once, wherever it likes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from constraints.audit import audit
from scheduler.district.sharing.audit import Clash, audit_shared
from scheduler.district.sharing.blocked import Blocked, blocked_by
from scheduler.district.sharing.joint import joint_plans
from scheduler.district.sharing.marking import with_away
from scheduler.district.sharing.nouns import SharedTeachers, as_shared
from scheduler.district.sharing.share import Settled, Sharing, share
from scheduler.district.sharing.visits import away_by_plans, used
from scheduler.engine.result import Status
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.text import Text

ROUNDS_APART = 3  # before the schools of a group are tried as one
MOST_ROUNDS = 12
JOINT_SECONDS = 120.0


class Task(NamedTuple):
    """A school to be planned, with what is closed to its shared teachers; from a legal plan on where there is one."""

    school: School
    start: Plan | None = None


class Attempt(NamedTuple):
    """What came of a task. `blocked` of a school that is proven to have no plan is what `blocked_by` says of it; without it that is
    asked here, which takes up to a minute.
    """

    status: Status
    plan: Plan | None = None
    blocked: Blocked | None = None


PlanAll = Callable[[Mapping[str, Task]], Mapping[str, Attempt]]
"""Plans several schools, by their names; one that is not answered for has no plan."""


class SharedPlans(NamedTuple):
    """The schools as they were planned, and what came of each. `clashes` is the audit over all of them: of plans that are ours there are
    none. `causes` say of a school without a plan why its shared teachers leave it none; `as_one` are those planned together.
    """

    schools: Mapping[str, School]
    attempts: Mapping[str, Attempt]
    clashes: tuple[Clash, ...] = ()
    causes: Mapping[str, Text] = {}
    as_one: tuple[str, ...] = ()
    rounds: int = 0


@dataclass
class _Group:
    """Schools that have somebody in common, while they are planned."""

    schools: Mapping[str, School]
    shared: SharedTeachers
    blocked: list[Blocked] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    marked: dict[str, School] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    causes: dict[str, Text] = field(default_factory=dict)
    starts: dict[str, Plan] = field(default_factory=dict)
    rounds: int = 0
    given_up: dict[str, Text] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    joint: Status = Status.UNKNOWN
    as_one: bool = False
    done: bool = False

    # Apart.

    def tasks(self, joint_seconds: float, workers: int, seed: int) -> dict[str, Task]:
        """Return what is to be planned next; nothing where the group is done."""
        while not self.done:
            self.rounds += 1
            sharing = share(
                self.schools,
                self.shared,
                blocked=self.blocked,
                settled=self._settled(),
                lost=self.lost | self.given_up.keys(),
                workers=workers,
                seed=seed,
            )
            stuck = bool(sharing.unserved) or self.rounds > ROUNDS_APART
            if stuck and self._plan_as_one(joint_seconds, workers, seed):
                return self._as_one_tasks()
            if self.rounds > MOST_ROUNDS or (stuck and not sharing.unserved and self.joint is Status.INFEASIBLE):
                left = self.lost | self.given_up.keys()
                most = Counter(each.school for each in self.blocked if each.school not in left)
                self._give_up([name for name, _ in most.most_common(1)])
                self.done, self.rounds = not most, 0
                continue
            self._give_up(sharing.unserved, sharing.cause)
            return self._apart_tasks(sharing)
        return {}

    def _give_up(self, names: Iterable[str], cause: Text | None = None) -> None:
        """Ask nothing more of some schools, so that the others have plans; say why, and whether it is proven that not all can."""
        proven = self.joint is Status.INFEASIBLE
        for name in names:
            why = self.causes.get(name) or cause
            zh = "和别的学校共用教师，分开排不出" + ("，一起排也排不出" if proven else "")
            en = "it shares teachers and cannot be planned apart" + (", nor as one" if proven else "")
            self.given_up[name] = Text(zh, en) if why is None else Text(f"{zh}：{why.zh}", f"{en}: {why.en}")
            self.attempts[name] = Attempt(Status.INFEASIBLE if proven else Status.UNKNOWN)

    def _settled(self) -> list[Settled]:
        return [
            Settled(name, used(self.marked[name], attempt.plan, name, self.shared))
            for name, attempt in self.attempts.items()
            if attempt.plan is not None
        ]

    def _apart_tasks(self, sharing: Sharing) -> dict[str, Task]:
        """Return the schools whose plan does not hold under a sharing."""
        found = {}
        for name, school in sharing.schools.items():
            old, self.marked[name] = self.marked.get(name), school
            if name not in self.given_up and not self._stands(name, old):
                found[name] = Task(school)
        if not found:
            self.done = True
        return found

    def _stands(self, name: str, old: School | None) -> bool:
        """Tell whether what came of a school, marked as it was, holds as it is marked now."""
        attempt, school = self.attempts.get(name), self.marked[name]
        if attempt is None or attempt.plan is None:
            return attempt is not None and (name in self.lost or old == school)
        return audit(school, attempt.plan).compliant

    def take(self, attempts: Mapping[str, Attempt]) -> None:
        """Learn from what came of the tasks."""
        again = False
        for name, attempt in attempts.items():
            if self.as_one and attempt.plan is None:
                attempt = Attempt(Status.FEASIBLE, self.starts[name])
            self.attempts[name] = attempt
            if attempt.status is Status.INFEASIBLE and not self.as_one:
                again |= self._learn(name, attempt.blocked)
        self.done = self.done or self.as_one or not again

    def _learn(self, name: str, blocked: Blocked | None) -> bool:
        """Keep what a school cannot bear; tell whether another sharing may help it."""
        if blocked is None:
            blocked = blocked_by(name, self.marked[name])
        if not blocked.closed:  # nobody's absence is to blame
            self.lost.add(name)
            return False
        self.blocked.append(blocked)
        if blocked.cause is not None:
            self.causes[name] = blocked.cause
        return True

    # As one.

    def _plan_as_one(self, seconds: float, workers: int, seed: int) -> bool:
        """Plan the schools of the group in one model, unless that was tried; tell whether there are legal plans of all of them."""
        left = self.lost | self.given_up.keys()
        together = {name: self.schools[name] for name in self.shared.schools if name not in left}
        if self.tried == together.keys():
            return False
        self.tried = set(together)
        joint = joint_plans(together, self.shared, seconds=seconds, workers=workers, seed=seed)
        self.joint = joint.status
        if joint.status is not Status.FEASIBLE:
            return False
        names = [(name, school.name) for name, school in self.schools.items()]
        marked = {}
        for name, school in together.items():
            known = as_shared(school, name, self.shared, names)
            marked[name] = with_away(known, away_by_plans(self.schools, joint.plans, name, self.shared))
        self.as_one = all(audit(marked[name], plan).compliant for name, plan in joint.plans.items())
        if self.as_one:
            self.marked.update(marked)
            self.starts = dict(joint.plans)
        return self.as_one

    def _as_one_tasks(self) -> dict[str, Task]:
        return {name: Task(self.marked[name], plan) for name, plan in self.starts.items()}


def planned_together(
    schools: Mapping[str, School],
    shared: SharedTeachers,
    plan: PlanAll,
    *,
    joint_seconds: float = JOINT_SECONDS,
    workers: int = 1,
    seed: int = 1,
) -> SharedPlans:
    """Return plans of all schools of a district, in which those who are shared are never in two places at once.

    The schools that share somebody are planned with times closed to him, repaired where one is proven to have no plan; those of a group for
    which that fails are planned as one, for `joint_seconds`. Schools that share nobody go into the first call of `plan` as they are. One
    school without a plan stops no other.
    """
    groups = [_Group(schools, each) for each in shared.groups]
    alone = {name: Task(school) for name, school in schools.items() if name not in shared.schools}
    attempts: dict[str, Attempt] = {}
    rounds = 0
    while True:
        asked = [group.tasks(joint_seconds, workers, seed) for group in groups]
        tasks = {**(alone if rounds == 0 else {}), **{k: v for each in asked for k, v in each.items()}}
        if not tasks:
            break
        rounds += 1
        found = plan(tasks)
        answers = {name: found.get(name, Attempt(Status.UNKNOWN)) for name in tasks}
        attempts.update({name: answers[name] for name in answers if name in alone})
        for group, mine in zip(groups, asked, strict=True):
            group.take({name: answers[name] for name in mine})
    return _gathered(schools, shared, groups, attempts, rounds)


def _gathered(
    schools: Mapping[str, School],
    shared: SharedTeachers,
    groups: list[_Group],
    attempts: dict[str, Attempt],
    rounds: int,
) -> SharedPlans:
    marked = dict(schools)
    causes: dict[str, Text] = {}
    for group in groups:
        marked.update(group.marked)
        attempts.update(group.attempts)
        causes.update(group.given_up)
    plans = {name: attempt.plan for name, attempt in attempts.items() if attempt.plan is not None}
    return SharedPlans(
        marked,
        {name: attempts[name] for name in schools if name in attempts},
        audit_shared(schools, plans, shared),
        causes,
        tuple(name for group in groups if group.as_one for name in group.starts),
        rounds,
    )
