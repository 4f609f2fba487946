"""What a library is, without any engine, command line or template."""
