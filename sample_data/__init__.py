"""Invented schools."""
