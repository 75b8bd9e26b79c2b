"""Neutral messages: what comes in, what goes out, and how both read as plain text and in which language."""
