"""A district: many schools planned or checked in one batch, the teachers that they share, the bureau's report."""
