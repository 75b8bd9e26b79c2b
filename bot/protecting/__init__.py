"""Protected sharing of a failure: from the words that begin it to the story that is handed in, and back.

`apart.py` keeps what belongs to such a dialogue away from everything that would remember its author,
`telling.py` asks the questions, and `coming_back.py` lets a code amend or withdraw. Under which key all of it
is stored is the business of `bot.ports.protected`.
"""
