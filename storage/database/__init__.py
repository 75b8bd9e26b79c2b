"""The database itself: reaching it, transactions, and its schema."""
