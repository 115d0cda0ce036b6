"""The only code of the plan room that changes records outside the admin's forms."""
