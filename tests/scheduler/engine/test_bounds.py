from random import Random

from hypothesis import given
from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from scheduler.engine.assemble import slot_model
from scheduler.engine.bounds import Prover, prove_bounds
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers
from scheduler.model.owner import Level
from scheduler.school import Mark, MarkLevel, MarkOwner, School, SchoolClass
from tests.chance import SEEDS, examples
from tests.random_schools import random_school
from tests.schools import SCHEDULE, course, make_school
from tests.service_schools import service_school

LIMIT = StoppingCriterion(seconds=None, deterministic=2)


def soft(school: School) -> list[str]:
    return [active.rule.id for active in active_rules(school) if active.level is Level.SOFT]


def avoiding(school: School, teacher: str = "王芳", days: int = 5) -> School:
    """Return a school one of whose teachers would rather have no lesson on so many days: each of them costs."""
    marks = [
        Mark(owner_kind=MarkOwner.TEACHER, owner=teacher, day=day, start=0, end=24 * 60, level=MarkLevel.AVOIDED)
        for day in range(1, days + 1)
    ]
    return School(**{**dict(school), "marks": tuple(marks)})


def test_what_must_be_paid_is_proven() -> None:
    school = avoiding(make_school())
    bounds = prove_bounds(school, soft(school), LIMIT)
    weight = next(active.weight for active in active_rules(school) if active.rule.id == "avoided_slots")
    lessons = sum(course.lessons for course in school.courses if "王芳" in course.teachers)
    assert bounds.by_rule["avoided_slots"] == lessons * weight
    assert bounds.total >= sum(bounds.by_rule.values())


def test_only_what_was_asked_for_counts() -> None:
    school = avoiding(make_school())
    bounds = prove_bounds(school, ["pe_days_apart"], LIMIT)
    assert set(bounds.by_rule) == {"pe_days_apart"} and bounds.total == bounds.by_rule["pe_days_apart"]


def test_no_plan_that_is_found_costs_less() -> None:
    school = avoiding(senior_school())
    bounds = prove_bounds(school, soft(school), LIMIT)
    report = solve(school, StoppingCriterion(seconds=None, deterministic=1), workers=1).report
    assert report is not None
    assert 0 < bounds.total <= report.cost
    assert all(bounds.by_rule[rule] <= cost for rule, cost in report.cost_by_rule().items())


def test_service_is_bounded_apart() -> None:
    school = service_school()
    bounds = prove_bounds(school, soft(school), LIMIT)
    alone = prove_bounds(school.without_service(), soft(school.without_service()), LIMIT)
    assert bounds.total >= sum(bounds.by_rule.values()) >= sum(alone.by_rule.values())
    assert set(bounds.by_rule) == set(soft(school))


@examples(5)
@given(SEEDS)
def test_every_plan_satisfies_every_relaxation_and_pays_every_bound(seed: int) -> None:
    """Of a random school, the best plan that a flat solve finds: its image solves each part's model, and no part's bound, nor their
    sums, nor those of rules, are above what it pays."""
    school = random_school(Random(seed), solvable=True, settings=seed % 2 == 0)
    built = slot_model(school)
    solvers = Solvers(Clock(LIMIT))
    best = solvers.solve(built.model, workers=1, seed=1, deterministic=1)
    if best.values is None:
        return
    prover = Prover(built)
    for _ in range(40):
        if not prover.prove(Solvers(Clock(LIMIT)), deterministic=0.05):
            break
    for part in prover.parts:
        relaxation = part.relax()
        model = relaxation.copy()
        image = relaxation.image(best.values)
        assert broken(model, image) == []
        model.minimize(relaxation.cost(model, part.terms))
        assert priced(model, image) <= part.cost(best.values) + part.least
        assert part.extra <= part.cost(best.values)
    paid = {rule: sum(cost_of(term, best.values) for term in terms) for rule, terms in built.postings.costs.items()}
    assert prover.bounds().total <= sum(paid.values()) == best.cost
    assert all(bound <= paid[rule] for rule, bound in prover.bounds().by_rule.items())


def test_no_term_is_in_two_parts_that_are_added_up() -> None:
    for part in Prover(slot_model(service_school())).parts:
        for apart in (part.children, part.by_rule.values()):
            terms = [term for child in apart for term in child.terms]
            assert len(terms) == len(set(terms)) and set(terms) <= set(part.terms)


def test_the_same_seed_proves_the_same() -> None:
    found = [
        prove_bounds(avoiding(senior_school()), ["avoided_slots", "pe_days_apart"], LIMIT, seed=3) for _ in range(2)
    ]
    assert found[0] == found[1]


def test_a_part_that_the_plan_pays_no_more_for_is_let_be() -> None:
    built = slot_model(make_school())
    best = Solvers(Clock(LIMIT)).solve(built.model, workers=1, seed=1)
    assert best.values is not None and best.cost == 0
    assert not Prover(built).prove(Solvers(Clock(LIMIT)), values=best.values)


def test_the_cause_names_who_pays() -> None:
    school = avoiding(make_school(), "赵军", days=4)
    bounds = prove_bounds(school, soft(school), LIMIT)
    assert any("赵军" in cause.name.zh and "avoided_slots" in cause.rules for cause in bounds.causes)


def test_parts_that_ask_the_same_share_what_is_proven() -> None:
    prover = Prover(slot_model(twins()))
    wang, li = (part for part in prover.parts if not part.children and part.name.zh in ("王芳的课", "李强的课"))
    assert wang.terms != li.terms
    while prover.prove(Solvers(Clock(LIMIT))):
        pass
    assert wang.known is li.known and wang.known.proven > 0


def test_other_marks_make_another_question() -> None:
    prover = Prover(slot_model(avoiding(twins(), "李强", days=3)))
    wang, li = (part for part in prover.parts if not part.children and part.name.zh in ("王芳的课", "李强的课"))
    while prover.prove(Solvers(Clock(LIMIT))):
        pass
    assert wang.known is not li.known


def test_what_lessons_and_service_decide_together_is_bounded_person_by_person() -> None:
    school = service_school()
    part_time = tuple(
        teacher.model_copy(update={"fte": 50}) if teacher.id == "赵军" else teacher for teacher in school.teachers
    )
    built = slot_model(school.model_copy(update={"teachers": part_time}))
    ties = [part for part in Prover(built).parts if part.kind == "tie"]
    assert any(part.rules == {"part_timer_days"} and "赵军" in part.name.zh for part in ties)


def broken(model: cp_model.CpModel, values: list[int]) -> list[int]:
    """Return the numbers of the linear constraints that some values break, and of the variables outside their domains, negative."""
    proto = model.proto
    found = [-i for i, v in enumerate(proto.variables) if not v.domain[0] <= values[i] <= list(v.domain)[-1]]
    for number, constraint in enumerate(proto.constraints):
        linear = constraint.linear
        total = sum(c * values[i] for i, c in zip(linear.vars, linear.coeffs, strict=True))
        if not linear.domain[0] <= total <= list(linear.domain)[-1]:
            found.append(number)
    return found


def priced(model: cp_model.CpModel, values: list[int]) -> int:
    """Return what values cost by a model's objective."""
    objective = model.proto.objective
    items = zip(objective.vars, objective.coeffs, strict=True)
    return sum(c * (values[i] if i >= 0 else -values[-i - 1]) for i, c in items) + round(objective.offset)


def cost_of(cost: cp_model.LinearExprT, values: list[int]) -> int:
    """Return what a posted cost is, given the values of all variables."""
    flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([cost]))
    return round(flat.offset) + sum(round(c) * values[x.index] for x, c in zip(flat.vars, flat.coeffs, strict=True))


def twins() -> School:
    """Return a school in which two teachers have the same lessons, of one class each, and avoid the same days."""
    names = ("高一(1)班", "高一(2)班")
    classes = (SchoolClass(id=name, grade=10, number=n, schedule=SCHEDULE) for n, name in enumerate(names, 1))
    courses = (course(name, "体育", teacher, 3) for name, teacher in zip(names, ("王芳", "李强"), strict=True))
    school = make_school(tuple(courses), classes=tuple(classes))
    marks = (*avoiding(school, "王芳").marks, *avoiding(school, "李强").marks)
    return school.model_copy(update={"marks": marks})


def senior_school() -> School:
    """Return two classes of a senior grade, whose hours no standard sets."""
    names = ("高一(1)班", "高一(2)班")
    lessons = (("语文", "王芳", 5), ("数学", "李强", 5), ("体育", "赵军", 3))
    classes = (SchoolClass(id=name, grade=10, number=n, schedule=SCHEDULE) for n, name in enumerate(names, 1))
    courses = (course(name, subject, teacher, n) for name in names for subject, teacher, n in lessons)
    return make_school(tuple(courses), classes=tuple(classes))
