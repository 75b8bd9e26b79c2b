"""What the core asks of the world: a store, a search index and chat platforms.

Only protocols and the data they exchange; the implementations live in `storage` and `adapters`. Every time
is an argument, aware and in UTC.
"""
