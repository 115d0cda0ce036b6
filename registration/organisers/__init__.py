"""Pages of organisers in the admin beside the list: dashboards, decisions on many, mails, badges, notes, audit."""
