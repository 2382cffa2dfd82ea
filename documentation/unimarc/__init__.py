"""UNIMARC, as French library systems exchange it: ISO 2709 files and MARCXML, read and written."""
