"""The mail room's counter in the admin: previews of every mail, and mails that could not be delivered."""
