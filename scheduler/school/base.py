"""What every noun of the school shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """A part of the school: checked when made, never changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields replaced, and without what had been worked out from the old ones."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def renewed(self, **changes: Any) -> Self:
        """Return it with some fields replaced, checked again. Raises ValueError where these do not fit."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})
