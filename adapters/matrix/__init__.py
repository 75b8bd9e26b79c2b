"""Matrix as a chat platform: rooms on any homeserver, clear and encrypted."""
