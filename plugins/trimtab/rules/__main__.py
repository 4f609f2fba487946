"""`python -m trimtab.rules` prints the rules' documentation: `make rules` writes it to the guide."""

from trimtab.rules import RULES
from trimtab.rules.documentation import page

print(page(RULES), end="")  # noqa: T201 - printing is what it's for
