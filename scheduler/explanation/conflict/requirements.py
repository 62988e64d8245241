"""What the rules ask of each owner, as a model from which any of these requirements can be left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ortools.sat.python import cp_model

from constraints.rule import ActiveRule
from scheduler.engine.assemble import slot_model
from scheduler.model.owner import Owner
from scheduler.school import School

Requirement = tuple[str, Owner]


class Requirements:
    """The requirements of a school, each under a literal; `keys` are all of them, in the order of the rules.

    Definitions are no requirements: they restrict no plan, and hold always.
    """

    def __init__(self, model: cp_model.CpModel, literals: Mapping[Requirement, int], decisions: int) -> None:
        self.keys = tuple(literals)
        self._model = model
        self._literals = dict(literals)
        self._decisions = decisions

    @classmethod
    def of(cls, school: School, rules: Iterable[ActiveRule] | None = None) -> Requirements:
        """Return the requirements of the regulation and the hard rules that a school uses."""
        built = slot_model(school, rules, costs=False, explaining=True)
        literals = {key: literal.index for key, literal in built.postings.enforced.items()}
        return cls(built.model, literals, built.decisions)

    def model(self, keys: Collection[Requirement]) -> cp_model.CpModel:
        """Return the model of these requirements alone."""
        model, wanted = self._model.clone(), set(keys)
        for key, literal in self._literals.items():
            domain = model.proto.variables[literal].domain
            domain[0] = domain[1] = int(key in wanted)
        return model

    def assuming(self, keys: Collection[Requirement]) -> cp_model.CpModel:
        """Return the model of these requirements alone, each as an assumption, so that a solver can name a conflict."""
        model, wanted = self._model.clone(), set(keys)
        for key, literal in self._literals.items():
            if key not in wanted:
                model.proto.variables[literal].domain[1] = 0
        model.proto.assumptions.extend([self._literals[key] for key in self.keys if key in wanted])
        return model

    def named(self, literals: Iterable[int]) -> list[Requirement]:
        """Return the requirements of some literals, in order. Others are passed over: a solver may name such."""
        found = set(literals)
        return [key for key in self.keys if self._literals[key] in found]

    def narrowed(self, keys: Collection[Requirement]) -> Requirements:
        """Return these requirements alone, in a model without the variables and constraints that they do not touch."""
        kept = [key for key in self.keys if key in set(keys)]
        narrowing = _Narrowing(self._model.proto, self._decisions, self._literals.values())
        return narrowing.of({key: self._literals[key] for key in kept})


class _Narrowing:
    """Copies a part of a model: some requirements, with the definitions of whatever stands in them."""

    def __init__(self, proto: Any, decisions: int, literals: Collection[int]) -> None:
        self.proto = proto
        self.decisions = decisions
        self.owned: dict[int, list[int]] = defaultdict(list)
        self.definitions: dict[int, list[int]] = defaultdict(list)
        self.members = [[max(each, -each - 1) for each in _literals(constraint)] for constraint in proto.constraints]
        owners = set(literals)
        for number, members in enumerate(self.members):
            mine = owners.intersection(members)
            for variable in mine or members:
                (self.owned if mine else self.definitions)[variable].append(number)

    def of(self, literals: Mapping[Requirement, int]) -> Requirements:
        """Return the requirements of these literals alone."""
        used = sorted(self._constraints(literals.values()))
        variables = sorted({variable for number in used for variable in self.members[number]} | set(literals.values()))
        index = {variable: position for position, variable in enumerate(variables)}
        model = cp_model.CpModel()
        for variable in variables:
            model.proto.variables.add().domain.extend(list(self.proto.variables[variable].domain))
        for number in used:
            _copy(self.proto.constraints[number], model.proto.constraints.add(), index)
        decisions = sum(variable < self.decisions for variable in variables)
        return Requirements(model, {key: index[literal] for key, literal in literals.items()}, decisions)

    def _constraints(self, literals: Iterable[int]) -> set[int]:
        """Return the constraints of some owners' literals, and all that defines a variable in them."""
        used = {number for literal in literals for number in self.owned[literal]}
        front = {variable for number in used for variable in self.members[number]}
        seen: set[int] = set()
        while front:
            seen |= front
            found = {
                number
                for variable in front
                for number in self.definitions[variable]
                if variable >= self.decisions or max(self.members[number]) < self.decisions
            }
            used |= found
            front = {variable for number in found for variable in self.members[number]} - seen
        return used


def _literals(constraint: Any) -> list[int]:
    """Return the variables of a constraint; a negated one as its literal."""
    return [each for found in _lists(constraint) for each in found]


def _lists(constraint: Any) -> list[Any]:
    """Return the lists of literals of a constraint of a kind that rules station."""
    if constraint.has_linear():
        return [constraint.enforcement_literal, constraint.linear.vars]
    for kind in ("at_most_one", "bool_or", "bool_and", "exactly_one"):
        if getattr(constraint, f"has_{kind}")():
            return [constraint.enforcement_literal, getattr(constraint, kind).literals]
    raise TypeError(f"a kind of constraint that no rule posts: {constraint}")


def _copy(constraint: Any, copied: Any, index: Mapping[int, int]) -> None:
    """Copy a constraint with other numbers for its variables."""
    copied.copy_from(constraint)
    for literals in _lists(copied):
        for position, literal in enumerate(literals):
            literals[position] = index[literal] if literal >= 0 else -index[-literal - 1] - 1
