"""Running the portal: health, the worker with its heartbeat, and compiled catalogues."""
