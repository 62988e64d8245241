"""Teachers who are shared by several schools: who is where when, so that schools can be planned apart, and the audit by the clock."""

from scheduler.district.sharing.audit import Clash, SharedLoad, audit_shared, shared_loads
from scheduler.district.sharing.blocked import Blocked, blocked_by
from scheduler.district.sharing.nouns import Place, SharedTeacher, SharedTeachers
from scheduler.district.sharing.planning import Attempt, PlanAll, SharedPlans, Task, planned_together
from scheduler.district.sharing.reader import SharedReading, read_shared
from scheduler.district.sharing.share import Sharing, share
from scheduler.district.sharing.sheet import SHARED

__all__ = [
    "SHARED",
    "Attempt",
    "Blocked",
    "Clash",
    "Place",
    "PlanAll",
    "SharedLoad",
    "SharedPlans",
    "SharedReading",
    "SharedTeacher",
    "SharedTeachers",
    "Sharing",
    "Task",
    "audit_shared",
    "blocked_by",
    "planned_together",
    "read_shared",
    "share",
    "shared_loads",
]
