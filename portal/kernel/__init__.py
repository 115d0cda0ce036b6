"""The ground under every room: clock, errors, transitions, tokens, Vietnamese text. Knows no feature."""
