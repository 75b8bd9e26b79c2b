"""What somebody typed as a question, read: its words, its filters, and whether it goes on with the last one.

Reading is in `reading.py` and `following.py`, what people call values in `values.py`, how filters are said
in `saying.py`. Pure: nothing is searched or remembered here.
"""
