"""The steps that make and change the tables, in order; `storage.schema` takes them."""
