"""Adapters translate between one platform or format and the core's neutral messages."""
