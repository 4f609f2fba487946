"""What changes an author's files: replacements, fixes, renaming and drafts. Nothing is written but as a whole."""
