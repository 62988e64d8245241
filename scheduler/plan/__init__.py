"""The result of planning and how it is written and read back."""

from scheduler.plan.plan import MeetingPlacement, Placement, Plan, PlanView, StrayLesson, meeting_slots

__all__ = ["MeetingPlacement", "Placement", "Plan", "PlanView", "StrayLesson", "meeting_slots"]
