"""Questions that nobody could answer: which there are, asking a channel, linking what answers them."""
