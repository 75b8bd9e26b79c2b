"""Entries in and out of files: what a row means, what the base makes of it, and how an entry is written.

Everything here is about rows and entries; how rows stand in a file is in `adapters/files/`, and what is typed
to get there in `bot/cli/data.py`.
"""
