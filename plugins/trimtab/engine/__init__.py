"""MkDocs, and the only importer of it."""
