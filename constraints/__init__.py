"""The rules: one file each, posted to the model and checked on a plan."""
