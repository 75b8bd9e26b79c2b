"""What curating decides: what may be changed and how, what changed, what waits, what can be taken back.

The commands that do it are in `bot.commands`. Nothing here shows or changes a pioneer who does not agree.
"""
