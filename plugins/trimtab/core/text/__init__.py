"""What stands in a text that its author didn't mean: hidden characters, hints, broken ends, padded tables."""
