"""Slack: what happens in a workspace as neutral events, and what the bot says as messages with blocks."""
