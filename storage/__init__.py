"""Storage remembers: tables, repositories, migrations, the search index and the starter base."""
