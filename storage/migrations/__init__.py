"""The steps that make and change the tables, in order; `storage.database.schema` takes them."""
