import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.core.loops import CausalLink, Loop, describe, parse_link
from trimtab.core.loops.diagram import TURN_RADIUS, Arrow, Diagram, NodeLabel
from trimtab.core.loops.geometry import Arc, Box, Point, centroid
from trimtab.core.loops.layout import layout
from trimtab.core.loops.pinning import PIN_RADIUS, pin_places
from trimtab.core.model import Entry
from trimtab.core.pins import Action, Pin
from trimtab.site.drawing import loop_svg

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "plugins/trimtab/theme/assets/trimtab/loops.css"
OURS = sorted((ROOT / "patterns/archetypes").glob("*.md"))
SVG = "{http://www.w3.org/2000/svg}"

# The textbook archetypes, after P. Senge, The Fifth Discipline (1990), appendix 2.
TEXTBOOK = {
    "fixes-that-fail": {
        "Quick fix": ["problem -> quick fix +", "quick fix -> problem -"],
        "Unintended consequences": [
            "problem -> quick fix +",
            "quick fix -> unintended consequence + delayed",
            "unintended consequence -> problem +",
        ],
    },
    "shifting-the-burden": {
        "Symptomatic fix": [
            "problem -> symptomatic solution +",
            "symptomatic solution -> problem -",
        ],
        "Fundamental fix": [
            "problem -> fundamental solution +",
            "fundamental solution -> problem - delayed",
        ],
        "Addiction": [
            "symptomatic solution -> side effect +",
            "side effect -> fundamental solution -",
            "fundamental solution -> problem - delayed",
            "problem -> symptomatic solution +",
        ],
    },
    "limits-to-growth": {
        "Growth engine": [
            "growing action -> performance +",
            "performance -> success +",
            "success -> growing action +",
        ],
        "Limit": [
            "performance -> load on capacity +",
            "load on capacity -> slowing action + delayed",
            "slowing action -> performance -",
        ],
    },
    "escalation": {
        "A's defence": [
            "results of A relative to B -> threat to A -",
            "threat to A -> activity by A +",
            "activity by A -> A's result +",
            "A's result -> results of A relative to B +",
        ],
        "B's defence": [
            "results of A relative to B -> threat to B +",
            "threat to B -> activity by B +",
            "activity by B -> B's result +",
            "B's result -> results of A relative to B -",
        ],
    },
    "success-to-the-successful": {
        "A's success": [
            "allocation to A instead of B -> resources to A +",
            "resources to A -> success of A +",
            "success of A -> allocation to A instead of B +",
        ],
        "B's decline": [
            "allocation to A instead of B -> resources to B -",
            "resources to B -> success of B +",
            "success of B -> allocation to A instead of B -",
        ],
    },
    "tragedy-of-the-commons": {
        "A's gain": ["A's activity -> net gains for A +", "net gains for A -> A's activity +"],
        "B's gain": ["B's activity -> net gains for B +", "net gains for B -> B's activity +"],
        "A meets the limit": [
            "A's activity -> total activity +",
            "total activity -> gain per individual activity - delayed",
            "gain per individual activity -> net gains for A +",
            "net gains for A -> A's activity +",
        ],
        "B meets the limit": [
            "B's activity -> total activity +",
            "total activity -> gain per individual activity - delayed",
            "gain per individual activity -> net gains for B +",
            "net gains for B -> B's activity +",
        ],
    },
    "drifting-goals": {
        "Lower the goal": [
            "gap -> pressure to lower goal +",
            "pressure to lower goal -> goal -",
            "goal -> gap +",
        ],
        "Improve": [
            "gap -> corrective action +",
            "corrective action -> current state + delayed",
            "current state -> gap -",
        ],
    },
    "growth-and-underinvestment": {
        "Growth": ["growth effort -> demand +", "demand -> growth effort +"],
        "Limit": ["demand -> performance -", "performance -> demand + delayed"],
        "Invest": [
            "performance -> perceived need to invest -",
            "perceived need to invest -> investment in capacity +",
            "investment in capacity -> capacity + delayed",
            "capacity -> performance +",
        ],
        "Lower standards": [
            "performance -> performance standard + delayed",
            "performance standard -> perceived need to invest +",
            "perceived need to invest -> investment in capacity +",
            "investment in capacity -> capacity + delayed",
            "capacity -> performance +",
        ],
    },
}


def parsed(loops: dict[str, list[str]]) -> list[Loop]:
    """Loops as an author writes them, by name."""
    return [Loop(name, None, tuple(map(parse_link, links))) for name, links in loops.items()]


@cache
def known() -> dict[str, list[Loop]]:
    """The textbook's archetypes and this library's own."""
    found = {name: parsed(loops) for name, loops in TEXTBOOK.items()}
    for path in OURS:
        loops = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1]).get("loops")
        if loops:
            found[f"our {path.stem}"] = parsed({loop["name"]: loop["links"] for loop in loops})
    return found


archetypes = pytest.mark.parametrize("loops", known().values(), ids=known().keys())


def labels(diagram: Diagram) -> list[Box]:
    """The boxes of everything that is read: nodes and loop marks."""
    return [node.box for node in diagram.nodes] + [mark.box for mark in diagram.marks]


def inside(box: Box, diagram: Diagram) -> bool:
    """Whether a box lies in the drawing."""
    return 0 <= box.left < box.right <= diagram.width and 0 <= box.top < box.bottom <= diagram.height


def overlapping(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """The pairs of boxes that run into each other."""
    return [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


@archetypes
def test_labels_lie_inside_the_drawing_and_apart(loops: list[Loop]) -> None:
    """No label, loop name or sign is cut off, and none covers another."""
    for diagram in layout(loops):
        everything = [*labels(diagram), *(arrow.sign for arrow in diagram.arrows)]
        assert all(inside(box, diagram) for box in everything)
        assert [] == overlapping(labels(diagram))
        for arrow in diagram.arrows:
            assert not any(arrow.sign.overlaps(node.box, -1) for node in diagram.nodes)


@archetypes
def test_arrows_run_from_label_to_label_past_all_others(loops: list[Loop]) -> None:
    """An arrow starts at its cause, ends at its effect, and runs through nothing on its way."""
    for diagram in layout(loops):
        places = {node.name.casefold(): node.box for node in diagram.nodes}
        for arrow in diagram.arrows:
            assert 40 <= arrow.arc.length
            ends = [(arrow.link.cause, arrow.arc.start), (arrow.link.effect, arrow.arc.end)]
            for name, point in ends:
                assert places[name.casefold()].holds(point, 7)
                assert not places[name.casefold()].holds(point)
            between = arrow.arc.points(41)[1:-1]
            assert not any(box.holds(point) for box in labels(diagram) for point in between)


@archetypes
def test_loops_are_told_apart_by_their_marks(loops: list[Loop]) -> None:
    """Each loop has one mark with its letter, whose arrow turns as its links run."""
    diagrams = layout(loops)
    assert sorted(loop.letter for loop in loops) == sorted(
        mark.letter for diagram in diagrams for mark in diagram.marks
    )
    assert all(diagram.readable for diagram in diagrams)


@pytest.mark.parametrize("name", TEXTBOOK)
def test_a_textbook_archetype_is_one_drawing(name: str) -> None:
    """What a book draws as one picture is one picture here."""
    assert 1 == len(layout(known()[name]))


@pytest.mark.parametrize("name", TEXTBOOK)
def test_the_turning_arrow_turns_as_the_links_run(name: str) -> None:
    """Whoever follows the links of a loop goes round it as the arrow at its centre does."""
    loops = known()[name]
    (diagram,) = layout(loops)
    for loop, mark in zip(loops, diagram.marks, strict=True):
        arcs = {(arrow.link.cause, arrow.link.effect): arrow.arc for arrow in diagram.arrows}
        way = [point for link in loop.links for point in arcs[link.cause, link.effect].points(9)]
        _, area = centroid(way)
        assert mark.clockwise == (area > 0)


@archetypes
def test_the_drawing_is_well_formed_and_told_in_words(loops: list[Loop]) -> None:
    """The SVG is one XML element with a title and, for whoever can't see it, the loops in words."""
    svg = loop_svg(loops, ident="case")
    root = ElementTree.fromstring(svg)  # noqa: S314 - made by ourselves a line above
    assert f"{SVG}svg" == root.tag
    assert ("img", "case-title case-desc") == (root.get("role"), root.get("aria-labelledby"))
    title, description = root[0], root[1]
    assert ["case-title", "case-desc"] == [title.get("id"), description.get("id")]
    for loop in loops:
        assert loop.name in (title.text or "")
        for sentence in describe(loop):
            assert sentence in (description.text or "")
    signs = [node.text for node in root.iter(f"{SVG}text") if "tt-loop-sign" in (node.get("class") or "")]
    assert sum(len(diagram.arrows) for diagram in layout(loops)) == len(signs)
    assert set(signs) <= {"+", "\N{MINUS SIGN}"}


@archetypes
def test_the_drawing_leaves_colours_to_the_stylesheet(loops: list[Loop]) -> None:
    """No style, script or colour is inline; every class is one that the stylesheet knows."""
    pins = [pinned(at, number, "Entry") for number, at in enumerate((loops[0], loops[0].links[0]))]
    svg = loop_svg(loops, ident="case", pins=pins)
    assert not re.search(r"style|script|#[0-9a-f]{3}|rgb|\bon\w+=|href", svg)
    known_classes = set(re.findall(r"\.(tt-loop-[\w-]+)", STYLES.read_text(encoding="utf-8")))
    used = {name for value in re.findall(r'class="([^"]*)"', svg) for name in value.split()}
    unpainted = {"tt-loop-diagram", "tt-loop-link", "tt-loop-mark", "tt-loop-pin"}
    assert used <= known_classes | unpainted
    assert not re.search(r"\d\.\d\d", re.sub(r"<(title|desc|text)[^<]*</\1>", "", svg))


def to_box(point: Point, box: Box) -> float:
    """How far a point is from a box."""
    across = max(abs(point.x - box.x) - box.width / 2, 0)
    return math.hypot(across, max(abs(point.y - box.y) - box.height / 2, 0))


def to_line(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a straight line."""
    return min(
        math.dist(point, (start.x + part * (end.x - start.x) / 20, start.y + part * (end.y - start.y) / 20))
        for part in range(21)
    )


@archetypes
def test_pins_cover_nothing_that_is_read(loops: list[Loop]) -> None:
    """With a pin on every loop and every link at once, none covers a name, sign, bar, head, letter or other pin."""
    for diagram in layout(loops):
        pinned = [*diagram.marks, *diagram.arrows]
        places = pin_places(diagram, pinned)
        for pin in places:
            assert PIN_RADIUS <= pin.x <= diagram.width - PIN_RADIUS
            assert PIN_RADIUS <= pin.y <= diagram.height - PIN_RADIUS
            boxes = [node.box for node in diagram.nodes] + [arrow.sign for arrow in diagram.arrows]
            assert all(to_box(pin, box) >= PIN_RADIUS for box in boxes)
            bars = [bar for arrow in diagram.arrows for bar in arrow.bars]
            assert all(to_line(pin, *bar) >= PIN_RADIUS for bar in bars)
            assert all(math.dist(pin, arrow.arc.end) >= PIN_RADIUS for arrow in diagram.arrows)
            assert all(math.dist(pin, mark.centre) >= PIN_RADIUS + TURN_RADIUS for mark in diagram.marks)
        assert all(math.dist(one, other) >= 2 * PIN_RADIUS for one, other in combinations(places, 2))


@archetypes
def test_pins_show_what_they_belong_to(loops: list[Loop]) -> None:
    """A link's pin stands on its line and off all others; a loop's stands beside its turning arrow, off all lines."""
    for diagram in layout(loops):
        marks, arrows = diagram.marks, diagram.arrows
        places = pin_places(diagram, [*marks, *arrows])
        lines = [arrow.arc.points(200) for arrow in arrows]
        for mark, pin in zip(marks, places, strict=False):
            nearest = min(marks, key=lambda other: math.dist(other.centre, pin))
            assert nearest == mark
            assert math.dist(mark.centre, pin) <= TURN_RADIUS + PIN_RADIUS + 20
            assert all(math.dist(pin, point) >= PIN_RADIUS for line in lines for point in line)
        for number, pin in enumerate(places[len(marks) :]):
            distances = [min(math.dist(pin, point) for point in line) for line in lines]
            assert distances[number] <= 1.5
            assert all(distance >= PIN_RADIUS for at, distance in enumerate(distances) if at != number)


ACROSS = Arrow(parse_link("a -> b +"), Arc(Point(50, 100), Point(350, 100), 0.0), Box(360, 80, 14, 14), ())
MIDDLE = Box(200, 100, 40, 20)


@pytest.mark.parametrize(
    ("there", "moved"),
    [
        ({}, 0),
        ({"nodes": (NodeLabel("c", ("c",), MIDDLE),)}, 32),
        ({"arrows": (replace(ACROSS, sign=MIDDLE),)}, 32),
        ({"arrows": (replace(ACROSS, bars=((Point(200, 90), Point(200, 110)),)),)}, 14),
        (
            {
                "arrows": (
                    ACROSS,
                    Arrow(ACROSS.link, Arc(Point(200, 20), Point(200, 190), 0.0), Box(220, 180, 14, 14), ()),
                )
            },
            12,
        ),
    ],
    ids=["nothing", "name", "sign", "bar", "another link"],
)
def test_a_pin_makes_room(there: dict[str, object], moved: float) -> None:
    """What stands at the middle of a link moves its pin along the line, no further than needed."""
    empty = Diagram(400, 200, (), (ACROSS,), (), readable=True)
    (pin,) = pin_places(replace(empty, **there), [replace(empty, **there).arrows[0]])
    assert moved - 3 <= abs(pin.x - 200) <= moved + 4
    assert 100 == pin.y


def test_a_pin_stands_beside_a_link_that_has_no_room() -> None:
    """Where a whole line is taken, the pin stands beside it, clear of it."""
    boxes = [Box(x, 100, 40, 2) for x in range(60, 360, 20)]
    taken = tuple(NodeLabel("c", ("c",), box) for box in boxes)
    (pin,) = pin_places(Diagram(400, 200, taken, (ACROSS,), (), readable=True), [ACROSS])
    assert PIN_RADIUS < abs(pin.y - 100) < 3 * PIN_RADIUS


def test_a_crowded_pin_covers_as_little_as_it_can() -> None:
    """Where nothing is free a pin still has a place in the drawing."""
    (diagram,) = layout(known()["fixes-that-fail"])
    everywhere = [Arrow(arrow.link, arrow.arc, Box(200, 200, 600, 600), ()) for arrow in diagram.arrows]
    crowded = replace(diagram, arrows=tuple(everywhere))
    (pin,) = pin_places(crowded, everywhere[:1])
    assert PIN_RADIUS <= pin.x <= diagram.width - PIN_RADIUS
    assert PIN_RADIUS <= pin.y <= diagram.height - PIN_RADIUS


def pinned(at: CausalLink | Loop, number: int, *titles: str) -> Pin:
    """A pin at which entries with these titles act."""
    entries = [Entry(slug="e", kind="pattern", path="e.md", title=title) for title in titles]
    return Pin(number, at, tuple(Action(entry, "How.") for entry in entries))


def numbers(svg: str) -> list[str]:
    """The numbers on the pins of a drawing."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - made by ourselves
    return [node.text or "" for node in root.iter(f"{SVG}text") if "tt-loop-number" in node.get("class", "")]


def test_pins_are_drawn_and_told() -> None:
    """Each pin is drawn once, and the description says where it is and who acts there."""
    quick, side = loops = known()["fixes-that-fail"]
    pins = [pinned(quick, 1, "Slow Down"), pinned(side.links[1], 2, "Look Back", "Write Down")]
    svg = loop_svg(loops, ident="case", pins=pins)
    assert ["1", "2"] == numbers(svg)
    description = ElementTree.fromstring(svg)[1].text or ""  # noqa: S314 - made by ourselves
    assert "Pin 1, on the loop “Quick fix”: Slow Down." in description
    told = "Pin 2, on the link from quick fix to unintended consequence: Look Back, Write Down."
    assert description.endswith(told)
    assert [] == numbers(loop_svg(loops, ident="case"))


def test_a_link_that_is_drawn_twice_is_pinned_twice() -> None:
    """Where loops are drawn apart, a link that they share has its pin in each of them."""
    sides = [str(number) for number in range(12)]
    rings = {
        name: [
            "a -> b +",
            f"b -> {name}0 +",
            *(f"{name}{n} -> {name}{int(n) + 1} +" for n in sides),
            f"{name}12 -> a +",
        ]
        for name in ("x", "y")
    }
    loops = parsed(rings)
    assert 2 == len(layout(loops))
    assert ["1", "1"] == numbers(loop_svg(loops, ident="case", pins=[pinned(loops[0].links[0], 1, "E")]))


HOSTILE = [
    "</svg><script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "<!-- & ]]> -->",
    "bell \a and \ud800 surrogate",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_can_not_leave_their_text(name: str) -> None:
    """Whatever stands in a name, it stays text: in labels, loop names, title and description."""
    links = (CausalLink(name, "b", 1), CausalLink("b", name, -1, True))
    loop = Loop(name, None, links)
    title = name.replace("\ud800", "")  # What is read from a file holds no half characters.
    svg = loop_svg([loop], ident="case", pins=[pinned(loop, 1, title), pinned(links[0], 2, title)])
    root = ElementTree.fromstring(svg)  # noqa: S314 - made by ourselves a line above
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "g", "path", "text", "circle"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "href")}
    assert "<script" not in svg
    assert svg == svg.encode().decode()


@pytest.mark.parametrize(
    ("ident", "expected"),
    [
        ("escalation", "escalation"),
        ('a" onload="x', "a-onload-x"),
        ("archetypes/gap", "archetypes-gap"),
    ],
)
def test_ids_come_from_the_ident_and_nothing_else_gets_in(ident: str, expected: str) -> None:
    """Characters that an id can't hold become hyphens."""
    svg = loop_svg(known()["fixes-that-fail"], ident=ident)
    assert [f"{expected}-title", f"{expected}-desc"] == re.findall(r' id="([^"]*)"', svg)


def test_no_loops_are_no_drawing() -> None:
    """An entry without loops gets an empty string, so that templates can ask for it."""
    assert "" == loop_svg([], ident="case")


def test_loops_of_different_parts_stand_below_each_other() -> None:
    """Drawings that can't be one share the element, one below the other, in one width."""
    apart = parsed({"One": ["a -> b +", "b -> a +"], "Two": ["x -> y +", "y -> x -"]})
    root = ElementTree.fromstring(loop_svg(apart, ident="case"))  # noqa: S314 - made by ourselves
    groups = [g for g in root.iter(f"{SVG}g") if g.get("class") == "tt-loop-diagram"]
    first, second = layout(apart)
    below = round(first.height + 24, 1)
    assert ["translate(0 0)", f"translate(0 {below:g})"] == [g.get("transform") for g in groups]
    assert f"0 0 400 {round(first.height + 24 + second.height, 1):g}" == root.get("viewBox")


def test_equal_loops_give_equal_text_in_every_process() -> None:
    """Neither the clock nor the order of sets shows in a drawing."""
    code = (
        "from trimtab.core.loops import Loop, parse_link as p;"
        "from trimtab.site.drawing import loop_svg;"
        "print(loop_svg([Loop('A', None, (p('a -> b +'), p('b -> a -'))),"
        " Loop('B', None, (p('b -> c +'), p('c -> a + delayed'), p('a -> b +')))], ident='x'))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(drawn)


@st.composite
def loop_sets(draw: st.DrawFn) -> list[Loop]:
    """A few loops over a few names, so that they share nodes and links at random."""
    names = ["work pressure", "quality", "time-to-value", "trust in the team", "rework"]
    loops = []
    for number in range(draw(st.integers(1, 3))):
        ring = draw(st.permutations(names))[: draw(st.integers(2, 4))]
        signs = [draw(st.sampled_from((1, -1))) for _ in ring]
        links = zip(ring, [*ring[1:], ring[0]], signs, strict=True)
        loops.append(Loop(f"Loop {number}", None, tuple(CausalLink(a, b, sign) for a, b, sign in links)))
    return loops


@settings(max_examples=15)
@given(loop_sets())
def test_any_loops_are_drawn_without_overlaps(loops: list[Loop]) -> None:
    """Together where that can be read, else apart: labels never overlap and nothing is cut off."""
    diagrams = layout(loops)
    assert len(loops) == sum(len(diagram.marks) for diagram in diagrams)
    for diagram in diagrams:
        assert diagram.readable
        assert [] == overlapping(labels(diagram))
        assert all(inside(box, diagram) for box in labels(diagram))
