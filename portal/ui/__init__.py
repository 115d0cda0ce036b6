"""The look: templates, components, style sheet, scripts, error pages and their catalogue."""
