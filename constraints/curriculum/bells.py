"""What the rules on a school's bells share: which bells a grade has, that no plan mends them, and how their faults are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from scheduler.model.owner import grade_owner
from scheduler.model.poster import Poster
from scheduler.school import School
from scheduler.school.wording import days_text
from scheduler.text import Text


def bells_of(school: School, grade: int) -> tuple[str, ...]:
    """Return the bell schedules of a grade's classes, each once, in the order of the classes."""
    return tuple(dict.fromkeys(klass.schedule for klass in school.classes if klass.grade == grade))


def classes_on(school: School, grade: int, schedule: str) -> tuple[str, ...]:
    """Return the classes of a grade that have a bell schedule."""
    return tuple(k.id for k in school.classes if k.grade == grade and k.schedule == schedule)


def post_faults(poster: Poster, grades: Iterable[int]) -> None:
    """Ensure that there is no plan for a school in which the bells of some grades break a rule."""
    for grade in sorted(set(grades)):
        poster.require(False, grade_owner(grade))


def named(school: School, schedule: str) -> str:
    """Return the name of a bell schedule in quotes, nothing where the school has but one."""
    return f"“{schedule}”" if len(school.schedules) > 1 else ""


def on_days(school: School, days: Collection[int]) -> Text:
    """Return on which days, nothing where it is every day of the school."""
    if set(days) >= set(school.days):
        return Text("", "")
    words = days_text(tuple(days))
    return Text(words.zh, f" on {words.en}")


def faults_of(grade: str, faults: Iterable[Text]) -> Text:
    """Return what is wrong with the bells of a grade."""
    told = list(faults)
    zh, en = "；".join(text.zh for text in told), "; ".join(text.en for text in told)
    return Text(f"{grade} 年级{zh}", f"grade {grade}: {en}")
