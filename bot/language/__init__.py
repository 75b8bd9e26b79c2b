"""What words mean to the program: tokens, compounds, the intent of a message. Knows nothing of the rest."""
