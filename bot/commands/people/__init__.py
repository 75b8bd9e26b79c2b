"""People: roles, accounts, pioneers and contact with them, what is held of somebody."""
