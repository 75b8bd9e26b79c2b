"""One module per step. A step never changes once it is released, and imports nothing of this program."""
