from scheduler.engine.bounds import Bounds, Cause
from scheduler.export.unavoidable import unavoidable_texts
from scheduler.text import Text

PE = Text("体育教师 9 人，操场同时 6 个班", "PE: 9 teachers, 操场 for 6 classes at once")


def told(cause: Cause) -> str:
    (text,) = unavoidable_texts(Bounds(cause.cost, {}, (cause,)))
    return text.zh


def test_where_one_rule_is_bounded_the_cost_is_its_own() -> None:
    assert told(Cause(PE, ("pe_days_apart",), 48, 68, alone=True)) == (
        "体育教师 9 人，操场同时 6 个班：体育课隔天上扣 68，其中至少 48 不可避免。"
    )


def test_where_rules_are_bounded_together_none_is_said_to_be_unavoidable() -> None:
    """Another plan may pay by other rules than this one."""
    text = told(Cause(PE, ("pe_days_apart",), 48, 68))
    assert "合计都至少扣 48" in text and "不可避免" not in text


def test_without_a_plan_and_without_bounds() -> None:
    assert "至少扣 48" in told(Cause(PE, ("pe_days_apart", "noon_rest", "teacher_rest", "preferred_slots"), 48))
    assert unavoidable_texts(None) == ()
