"""What concerns the network as a whole: rooms and places, sheets in and out, figures, how to begin."""
