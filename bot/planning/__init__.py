"""Schedules as people write and read them: words to schedules and back, and what is planned as a calendar."""
