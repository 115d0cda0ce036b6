"""The front page, plain content pages, policies, support services and feedback."""
