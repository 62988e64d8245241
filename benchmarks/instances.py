"""The schools that benchmarks run on, as files: with every rule's level, weight and parameters, so that they stay what they are.

`python -m benchmarks.instances` writes anew those that are missing; figures of another instance cannot be compared.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from constraints.catalogue import active_rules, catalogue
from constraints.rule import ActiveRule
from sample_data.generator import StageName, make_school
from scheduler.model.owner import Level
from scheduler.school import RuleSetting, School
from scheduler.workbook.school.write_rules import parameter_value

FOLDER = Path(__file__).with_name("instances")
SCHOOLS: dict[str, tuple[StageName, int]] = {
    "primary-12": ("primary", 12),
    "junior-12": ("junior", 12),
    "primary-36": ("primary", 36),
    "junior-36": ("junior", 36),
    "nine-year-54": ("nine-year", 54),
    "primary-120": ("primary", 120),
    "junior-120": ("junior", 120),
}


def load(name: str) -> School:
    """Return an instance; a rule that came later is switched off, and so is what the law asks since. Raises KeyError for an
    unknown name.
    """
    SCHOOLS[name]
    school = School.model_validate_json(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    told = {setting.rule for setting in school.rule_settings}
    later = tuple(
        RuleSetting(rule=rule.id, enabled=False)
        for rule in catalogue()
        if rule.id not in told and rule.level is not Level.REGULATION
    )
    return school.model_copy(update={"rule_settings": school.rule_settings + later, "year": 2021})


def with_all_settings(school: School) -> School:
    """Return a school that says everything of every rule."""
    active = {each.rule.id: each for each in active_rules(school)}
    settings = []
    for rule in catalogue():
        each = active.get(rule.id)
        if each is None:
            settings.append(RuleSetting(rule=rule.id, enabled=False))
            continue
        parameters = _parameters(each)
        settings.append(
            RuleSetting(rule=rule.id, enabled=True, level=each.level.value, weight=each.weight, parameters=parameters)
        )
    return school.model_copy(update={"rule_settings": tuple(settings)})


def _parameters(active: ActiveRule) -> dict[str, str]:
    values = active.parameters.model_dump(mode="json")
    return {
        name: str(value).lower() if isinstance(value, bool) else str(parameter_value(value))
        for name, value in values.items()
        if value is not None
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, (stage, classes) in SCHOOLS.items():
        path = FOLDER / f"{name}.json.gz"
        if not path.exists():
            text = with_all_settings(make_school(stage, classes)).model_dump_json(exclude_defaults=True)
            path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
