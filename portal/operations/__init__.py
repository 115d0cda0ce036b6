"""Running the portal: health, the worker with its heartbeat, and the one command that sets a portal up."""
