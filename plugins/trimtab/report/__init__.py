"""A report in the formats that people and programs read. One format a module."""
