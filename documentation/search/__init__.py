"""Search: questions as people type them, put to narrow tables of what the catalogue holds."""
