"""TT6: causal loops, the simulations of them, where entries act on them, and the paths that lead to them."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import Severity
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.loops import LinkSyntaxError, ring_fault
from trimtab.core.model import Archetype, Loop
from trimtab.core.settings import Settings
from trimtab.rules import pins, trials
from trimtab.rules.registry import Finding, library_rule, rule


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


@rule("TT604", Severity.ERROR)
def unreadable_equation(document: Document, settings: Settings) -> Iterator[Finding]:
    """An equation of a simulation can't be read.

    Equations have numbers, names, `+ - * / ^`, brackets, a comparison, `time`, and the functions `abs`, `exp`, `if`,
    `ln`, `max`, `min`, `sqrt`, `step(height, time)`, `smooth(input, time)` and `delay3(input, time)`.

    ## Why is this bad?
    The model can't run, so the page shows nothing of it.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / (response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.problems(document, "unreadable-equation")


@rule("TT605", Severity.ERROR)
def unknown_quantity(document: Document, settings: Settings) -> Iterator[Finding]:
    """A simulation names a quantity that it hasn't.

    Equations may name any quantity, flows begin and end at stocks, what changes can be plotted, and a run sets sliders.

    ## Why is this bad?
    What isn't there has no value, so the model can't run.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmht, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.problems(document, "unknown-quantity")


@rule("TT606", Severity.ERROR)
def clashing_quantity(document: Document, settings: Settings) -> Iterator[Finding]:
    """Two quantities of a simulation have one name, or one has the name of a function.

    ## Why is this bad?
    An equation that says the name could mean either.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / 2}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: gap, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {gap: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.problems(document, "clashing-quantity")


@rule("TT607", Severity.ERROR)
def circular_equations(document: Document, settings: Settings) -> Iterator[Finding]:
    """Equations of a simulation need one another's results at the same moment.

    ## Why is this bad?
    Nobody could say which comes first. In the world something in between accumulates, and that is a stock.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth - heating, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.problems(document, "circular-equations")


@rule("TT608", Severity.ERROR)
def unreachable_setting(document: Document, settings: Settings) -> Iterator[Finding]:
    """A parameter's value, or a run's, is none that its slider can be put to.

    ## Why is this bad?
    The reader would see other numbers than the author, because the slider goes to the nearest place that it has.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 8}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.problems(document, "unreachable-setting")


@rule("TT609", Severity.ERROR)
def oversized_simulation(document: Document, settings: Settings) -> Iterator[Finding]:
    """A simulation takes too many steps to run in a page, or shows too many units.

    ## Why is this bad?
    The page would stand still at each move of a slider, and a drawing has two axes.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: 20 * gap / response, unit: degrees/hour}
      auxiliaries:
        - {name: gap, value: 1 - warmth / 20, unit: share}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth, gap, heating]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: 20 * gap / response, unit: degrees/hour}
      auxiliaries:
        - {name: gap, value: 1 - warmth / 20, unit: share}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth, gap]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.problems(document, "oversized-simulation")


@rule("TT610", Severity.ERROR)
def runaway_run(document: Document, settings: Settings) -> Iterator[Finding]:
    """A run of a simulation ends in infinity, or in no number at all.

    ## Why is this bad?
    The curve breaks off, and what would come after can't be told. Most often something is divided by zero, or a step is
    much too large.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / (warmth - 15)}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.runaways(document)


@rule("TT611", Severity.WARNING)
def coarse_step(document: Document, settings: Settings) -> Iterator[Finding]:
    """The step of a simulation is too large for what it reckons with.

    A step should be a quarter of the shortest delay, or less.

    ## Why is this bad?
    Each step goes straight ahead for all of `dt`. If that is longer than a delay, or if half of it would lead
    elsewhere, the curves show the step and not the structure.

    ## Example
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 4}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    simulation:
      time: {unit: hour, stop: 12, dt: 0.25}
      stocks:
        - {name: warmth, initial: 15, unit: degrees}
      flows:
        - {name: heating, to: warmth, rate: gap / response}
      auxiliaries:
        - {name: gap, value: 20 - warmth, unit: degrees}
      parameters:
        - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
      plot: [warmth]
      runs:
        - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
    ---
    ```
    """
    yield from trials.coarse_steps(document)


@library_rule("TT620", Severity.ERROR)
def unknown_place_of_action(library: Library) -> Iterator[Finding]:
    """An entry acts on a link, or a loop, that the archetype doesn't have.

    ## Why is this bad?
    The pin that should show where the entry acts is missing from the archetype's drawing.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    archetypes: [thermostat]
    acts_on:
      - {archetype: thermostat, link: cold -> heatings, how: It asks for more before it is cold.}
    ---
    ```
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    archetypes: [thermostat]
    acts_on:
      - {archetype: thermostat, link: cold -> heating, how: It asks for more before it is cold.}
    ---
    ```
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```
    """
    yield from pins.unknown_places(library)


@library_rule("TT621", Severity.WARNING)
def action_on_unnamed_archetype(library: Library) -> Iterator[Finding]:
    """An entry acts on the loops of an archetype that isn't among its `archetypes`.

    ## Why is this bad?
    The entry has a pin on the archetype's drawing and is missing from the list of what helps, and from searches.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    acts_on:
      - {archetype: thermostat, loop: Heating, how: It asks for more before it is cold.}
    ---
    ```
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    archetypes: [thermostat]
    acts_on:
      - {archetype: thermostat, loop: Heating, how: It asks for more before it is cold.}
    ---
    ```
    ```markdown title="archetypes/thermostat.md"
    ---
    title: Thermostat
    summary: A gap closes itself.
    loops:
      - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
    ---
    ```
    """
    yield from pins.unnamed_archetypes(library)


@library_rule("TT622", Severity.WARNING)
def unfinished_decision_path(library: Library) -> Iterator[Finding]:
    """The decision path of an archetype is also another's, or ends where another's goes on.

    Case and blanks don't count.

    ## Why is this bad?
    Whoever has answered every question still stands before more than one archetype.

    ## Example
    ```markdown title="archetypes/fixes-that-fail.md"
    ---
    title: Fixes That Fail
    summary: The fix feeds the problem.
    decision_path: [The trouble comes back]
    ---
    ```
    ```markdown title="archetypes/shifting-the-burden.md"
    ---
    title: Shifting the Burden
    summary: Relief takes the place of the cure.
    decision_path: [The trouble comes back, We forget how to cure it]
    ---
    ```

    ## Use instead
    ```markdown title="archetypes/fixes-that-fail.md"
    ---
    title: Fixes That Fail
    summary: The fix feeds the problem.
    decision_path: [The trouble comes back, The remedy itself feeds it]
    ---
    ```
    ```markdown title="archetypes/shifting-the-burden.md"
    ---
    title: Shifting the Burden
    summary: Relief takes the place of the cure.
    decision_path: [The trouble comes back, We forget how to cure it]
    ---
    ```
    """
    yield from pins.unfinished_paths(library)


def _loops(document: Document) -> Iterator[tuple[int, Loop]]:
    if isinstance(document.entry, Archetype):
        yield from enumerate(document.entry.loops)


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "`")) or not text else ".")
