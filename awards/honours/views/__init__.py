"""Public pages: the hall of honour, checking a certificate, the press kit, and a winner's own certificate."""
