"""Stories shown to a person without an account before they are published, and what that person remarks."""
