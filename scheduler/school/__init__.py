"""The validated problem: immutable nouns that know nothing of Excel, CP-SAT or Streamlit."""

from scheduler.school.bell import BellSchedule, HalfDay, Interval, Period, PeriodKind, Slot
from scheduler.school.curriculum import AREA_NAMES, Area, Course, CurriculumItem, Subject, Week
from scheduler.school.people import SchoolClass, StaffKind, Stage, Teacher, stage_of
from scheduler.school.places import Venue
from scheduler.school.school import Moment, School
from scheduler.school.wishes import Exam, Exclusion, Lock, Mark, MarkLevel, MarkOwner, Meeting, RuleSetting

__all__ = [
    "AREA_NAMES",
    "Area",
    "BellSchedule",
    "Course",
    "CurriculumItem",
    "Exam",
    "Exclusion",
    "HalfDay",
    "Interval",
    "Lock",
    "Mark",
    "MarkLevel",
    "MarkOwner",
    "Meeting",
    "Moment",
    "Period",
    "PeriodKind",
    "RuleSetting",
    "School",
    "SchoolClass",
    "Slot",
    "StaffKind",
    "Stage",
    "Subject",
    "Teacher",
    "Venue",
    "Week",
    "stage_of",
]
