from pathlib import Path

from constraints.catalogue import every_rule
from scheduler.export.rules import rule_records, rules_markdown

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_every_rule_has_a_record() -> None:
    assert [record["id"] for record in rule_records()] == [rule.id for rule in every_rule()]


def test_page_is_current() -> None:
    current = PAGE.read_text(encoding="utf-8") == rules_markdown()
    assert current, "docs/rules.md is out of date. Renew it with: paike rules --markdown > docs/rules.md"
