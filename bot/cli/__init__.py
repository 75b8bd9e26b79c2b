"""The command line, one module per subject; what it builds with is in `bot/assembly.py`."""
