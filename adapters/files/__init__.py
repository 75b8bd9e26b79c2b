"""Files with entries: CSV, XLSX, JSON Lines and JSON lists, read as a stream and written whole or not.

What a row means is decided in `bot/transfer/`.
"""
