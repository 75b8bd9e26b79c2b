"""One module per step. A released step never changes, and imports nothing of this program."""
