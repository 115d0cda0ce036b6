"""One account model for the public, exhibitors, editors and officers; roles as code."""
