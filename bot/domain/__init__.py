"""The words of the learning network as data and pure functions, with no input or output."""
