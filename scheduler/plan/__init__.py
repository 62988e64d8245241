"""The result of planning and how it is written and read back."""

from scheduler.plan.plan import (
    FlexGrant,
    MeetingPlacement,
    Placement,
    Plan,
    PlanView,
    ServiceSession,
    StrayLesson,
    meeting_slots,
)

__all__ = [
    "FlexGrant",
    "MeetingPlacement",
    "Placement",
    "Plan",
    "PlanView",
    "ServiceSession",
    "StrayLesson",
    "meeting_slots",
]
