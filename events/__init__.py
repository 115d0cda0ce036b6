"""Events, fairs, trade promotion, courses, their places and calendars."""
