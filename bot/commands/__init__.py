"""Everything that can be typed. One folder per subject; `catalog.py` lists every command."""
