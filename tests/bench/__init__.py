"""How long Trimtab takes, beside other generators: `make bench`."""
