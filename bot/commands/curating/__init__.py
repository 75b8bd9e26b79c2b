"""Looking after the base: the queue, editing, merging, undoing, themes and words."""
