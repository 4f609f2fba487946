"""What the site contains, for whatever engine writes it."""
