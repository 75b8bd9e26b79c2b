"""Prompts and the agenda: what asks a channel to share, and when."""
