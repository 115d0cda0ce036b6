"""Readers' opinions: forms, pages, mails and the newsroom's queue."""
