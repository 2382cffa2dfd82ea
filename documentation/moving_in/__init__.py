"""Holdings that come in: from Excel and CSV lists, from UNIMARC files, and back out as they came."""
