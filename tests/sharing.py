"""The smallest school in which service is shared: one class's homework on five days, 300 minutes, between two teachers."""

from __future__ import annotations

from typing import Any

from scheduler.plan import FlexGrant, Plan
from scheduler.school import Content, School, StageKind
from tests.service_schools import service_school, session, stage

HOMEWORK = "三(1)班 作业辅导"


def changed(school: School, teacher: str, **fields: Any) -> School:
    """The school with some fields of a teacher changed."""
    teachers = tuple(t.model_copy(update=fields) if t.id == teacher else t for t in school.teachers)
    return school.model_copy(update={"teachers": teachers})


def sharing_school(*candidates: str, period: str = "课后服务1", **more: Any) -> School:
    """王芳 and 李强 (or others) share homework in one period; `more` overrides any field of School."""
    homework = stage(
        "作业辅导", StageKind.HOMEWORK, period, (3,), Content.HOMEWORK, candidates=candidates or ("王芳", "李强")
    )
    fields: dict[str, Any] = {"stages": (homework,), "enrolments": (), "clubs": (), "duties": ()}
    return service_school(("三(1)班",), **{**fields, **more})


def served(school: School, *names: str, grants: tuple[FlexGrant, ...] = ()) -> Plan:
    """Homework by one after another, a day each."""
    days = enumerate(names, 1)
    return Plan(sessions=tuple(session(school, HOMEWORK, day, name) for day, name in days), grants=grants)
