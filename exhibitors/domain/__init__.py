"""The only code that changes organisations, memberships and invitations."""
