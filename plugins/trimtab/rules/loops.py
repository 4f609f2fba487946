"""TT6: causal loops."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import Severity
from trimtab.core.document import Document
from trimtab.core.loops import LinkSyntaxError, ring_fault
from trimtab.core.model import Archetype, Loop
from trimtab.core.settings import Settings
from trimtab.rules.registry import Finding, rule


@rule("TT601", Severity.ERROR)
def malformed_causal_link(document: Document, settings: Settings) -> Iterator[Finding]:
    """A loop's link doesn't follow the grammar `cause -> effect SIGN [delayed]`.

    ## Why is this bad?
    The loop can't be drawn, told in words or checked.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating", "heating -> cold -"]}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```
    """
    for index, loop in _loops(document):
        try:
            loop.parsed()
        except LinkSyntaxError as error:
            number = loop.links.index(error.text) if error.text in loop.links else 0
            yield Finding(
                document,
                document.span("loops", index, "links", number),
                _sentence(str(error)),
                _sentence(error.help),
            )


@rule("TT602", Severity.ERROR)
def open_loop(document: Document, settings: Settings) -> Iterator[Finding]:
    """The links of a loop don't close into one ring.

    ## Why is this bad?
    A chain that doesn't come back to where it began is no feedback, and has no polarity.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> warmth -"]}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```
    """
    for index, loop in _loops(document):
        try:
            fault = ring_fault(loop.parsed().links)
        except LinkSyntaxError:
            continue
        if fault is not None:
            span = document.span("loops", index, "links", fault.index)
            yield Finding(document, span, _sentence(fault.message), _sentence(fault.help))


@rule("TT603", Severity.ERROR)
def polarity_mismatch(document: Document, settings: Settings) -> Iterator[Finding]:
    """A loop is called reinforcing or balancing, and its signs say the other.

    The polarity of a loop is the product of its signs: an even number of minuses reinforces, an odd number balances.

    ## Why is this bad?
    A reinforcing loop runs away and a balancing one seeks a goal; whoever is told the wrong one pushes the wrong way.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: reinforcing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```
    """
    for index, loop in _loops(document):
        try:
            parsed = loop.parsed()
        except LinkSyntaxError:
            continue
        if loop.kind is not None and ring_fault(parsed.links) is None and parsed.polarity != loop.kind:
            minuses = sum(link.sign < 0 for link in parsed.links)
            count = f"{minuses} minus sign{'' if minuses == 1 else 's'}"
            yield Finding(
                document,
                document.span("loops", index, "kind"),
                f"The loop “{loop.name}” is declared {loop.kind}, but with {count} it is {parsed.polarity}.",
                f"Mend a sign, or write `kind: {parsed.polarity}`.",
            )


def _loops(document: Document) -> Iterator[tuple[int, Loop]]:
    if isinstance(document.entry, Archetype):
        yield from enumerate(document.entry.loops)


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "`")) or not text else ".")
