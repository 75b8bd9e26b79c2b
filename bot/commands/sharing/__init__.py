"""Sharing a lesson, and what members say of those that are there."""
