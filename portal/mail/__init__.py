"""The mail room: every message is a row written with the change that caused it, and sent by a task."""
