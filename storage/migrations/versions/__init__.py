"""One module per step. A step never changes once it is released, imports nothing of this program, and has no
way back: that is a backup.
"""
