"""Asking and reading on: questions, search, entries by their number, themes, what is new."""
