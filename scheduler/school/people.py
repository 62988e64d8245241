"""The people and places of a school: classes, teachers, venues."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from scheduler.school.base import FrozenModel


class Stage(StrEnum):
    """The stage of schooling that a grade belongs to."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"


def stage_of(grade: int) -> Stage:
    """Return the stage of a grade, 1 to 12."""
    if grade <= 6:
        return Stage.PRIMARY
    return Stage.JUNIOR if grade <= 9 else Stage.SENIOR


def may_have_lessons(grade: int, day: int) -> bool:
    """Tell whether a grade may have lessons on a weekday, 1 to 7: grades 1 to 9 have none at weekends."""
    return day <= 5 or stage_of(grade) is Stage.SENIOR


class SchoolClass(FrozenModel):
    """A class: `id` is the name it is written with everywhere, such as 三(1)班.

    `deputy_teacher` (副班主任) can take the homeroom teacher's morning duty.
    """

    id: str = Field(min_length=1)
    grade: int = Field(ge=1, le=12)
    number: int = Field(ge=1)
    size: int = Field(default=45, ge=1, le=200)
    homeroom_teacher: str | None = None
    deputy_teacher: str | None = None
    schedule: str
    home_room: str | None = None


class StaffKind(StrEnum):
    """Whether a teacher is on the school's staff or engaged from outside (外聘)."""

    STAFF = "staff"
    EXTERNAL = "external"


class ServiceDuty(StrEnum):
    """How far a teacher takes part in after-school service; nursing and pregnant teachers are exempt as marked."""

    FULL = "full"
    NO_EVENING = "no_evening"
    NONE = "none"


class Teacher(FrozenModel):
    """A teacher: `id` is the name, made unique by the school (刘洋1, 刘洋2).

    Limits are counts of lessons (`max_per_day`, `max_in_row`), half-days and days a week; None means no limit of
    his own. `fte` is in percent of full time. `mentor` is the teacher who must be free while this one teaches (师徒).
    `max_service` and `max_evenings` limit sessions of service and evenings a week, `max_span` the minutes of a day from first to
    last duty. `balance` is what the time bank holds for the teacher when the week begins, in minutes. `home` is the other
    school of the district whose teacher he is (走教): there he has his flexible hours, and none here.
    """

    id: str = Field(min_length=1)
    subject_group: str | None = None
    kind: StaffKind = StaffKind.STAFF
    fte: int = Field(default=100, ge=1, le=200)
    max_per_day: int | None = Field(default=None, ge=1)
    max_in_row: int | None = Field(default=None, ge=1)
    max_half_days: int | None = Field(default=None, ge=1)
    max_days: int | None = Field(default=None, ge=1)
    mentor: str | None = None
    service: ServiceDuty = ServiceDuty.FULL
    max_service: int | None = Field(default=None, ge=1)
    max_evenings: int | None = Field(default=None, ge=0)
    max_span: int | None = Field(default=None, ge=60)
    balance: int = 0
    home: str | None = Field(default=None, min_length=1)


class Venue(FrozenModel):
    """A place of a kind. `capacity` is how many classes it holds at once, `seats` how many pupils in all (None: enough).

    One on a `campus` serves its classes only, but for courses and clubs that name it.
    """

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    capacity: int = Field(default=1, ge=1)
    seats: int | None = Field(default=None, ge=1)
    campus: str | None = Field(default=None, min_length=1)
