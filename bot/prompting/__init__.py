"""What prompts say, and posting them when they are due; what people type for them is in `commands`."""
