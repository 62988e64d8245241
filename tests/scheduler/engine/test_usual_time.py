from __future__ import annotations

from scheduler.engine.usual_time import usual_seconds
from scheduler.ui.solve_page import LIMITS


def test_more_classes_are_planned_longer_and_every_time_can_be_chosen() -> None:
    found = [usual_seconds(classes) for classes in range(1, 500)]
    assert found == sorted(found) and set(found) <= set(LIMITS)
    assert (usual_seconds(12), usual_seconds(36), usual_seconds(54), usual_seconds(120)) == (60, 120, 300, 600)
