"""How well the program finds and judges, measured through the calls the bot itself makes."""
