"""The command line, and the only importer of click."""
