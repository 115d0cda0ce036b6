"""What every page shares: base page, listings, breadcrumbs, languages, structured data, and what can be found."""
