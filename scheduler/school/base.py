"""What every noun of the school shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A part of the school: checked when made, never changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)
