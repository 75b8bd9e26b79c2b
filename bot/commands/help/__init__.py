"""Help, and what was perhaps meant."""
