"""The desk's work: the ways of a story to its readers, who is on it, until when, and what each person has to do."""
