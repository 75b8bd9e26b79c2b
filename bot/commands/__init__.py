"""Everything that can be typed. One module per subject; `catalog.py` lists every command."""
