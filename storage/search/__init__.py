"""The search index: what goes into it, how it is asked, and how it stays whole."""
