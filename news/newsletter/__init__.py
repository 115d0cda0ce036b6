"""The newsletter: pages where one subscribes, and its mails."""
