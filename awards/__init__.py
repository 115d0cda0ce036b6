"""Award programmes, nominations, juries and winners."""
