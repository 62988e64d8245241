"""A district: many schools planned or checked, and what the bureau is told of them."""
