from scheduler.model.owner import OwnerKind
from scheduler.plan import Plan
from scheduler.school import Content
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import club, service_school

RULE = active("club_capacity")


def test_members_and_places() -> None:
    fits = club("合唱", Content.ART, (3,), "孙悦", members=24, capacity=24)
    free = club("剪纸", Content.ART, (3,), "孙悦", members=60)
    school = service_school(clubs=(fits, free))
    kept = assert_agree(school, Plan(), RULE)
    assert (kept.violations, kept.judged) == ((), 1)
    full = service_school(clubs=(fits.model_copy(update={"members": 27}), free))
    (found,) = assert_agree(full, Plan(), RULE).violations
    assert (found.owner.kind, found.owner.id, found.amount) == (OwnerKind.STATION, "社团|合唱", 3)
    assert "27" in found.text.zh and "24" in found.text.zh
