import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.loops import (
    MOST_LINKS,
    CausalLink,
    LinkSyntaxError,
    Loop,
    describe,
    node_key,
    parse_link,
    ring_fault,
)
from trimtab.core.loops.geometry import Arc, Box, Point, centroid, crossings, holds
from trimtab.core.loops.layout import MOST_SHARED_NODES, layout
from trimtab.core.loops.text import LINE_LENGTH, text_width, wrap


def loop(*links: str, name: str = "Loop") -> Loop:
    """A loop of links as an author writes them."""
    return Loop(name, None, tuple(parse_link(link) for link in links))


def ring_of(*names: str, minuses: int = 0) -> tuple[CausalLink, ...]:
    """A ring through these nodes whose first links are negative."""
    ends = (*names[1:], names[0])
    return tuple(
        CausalLink(cause, effect, -1 if i < minuses else 1)
        for i, (cause, effect) in enumerate(zip(names, ends, strict=True))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("work pressure -> shortcuts +", CausalLink("work pressure", "shortcuts", 1)),
        ("shortcuts -> quality - delayed", CausalLink("shortcuts", "quality", -1, True)),
        ("time-to-value -> shortcuts +", CausalLink("time-to-value", "shortcuts", 1)),
        ("shortcuts → quality −", CausalLink("shortcuts", "quality", -1)),
        ("shortcuts –> quality –", CausalLink("shortcuts", "quality", -1)),
        ("shortcuts->quality - DELAYED", CausalLink("shortcuts", "quality", -1, True)),
        ("  a   b\t-> \n c   d   +   Delayed ", CausalLink("a b", "c d", 1, True)),
        ("cost–benefit -> A's gain +", CausalLink("cost–benefit", "A's gain", 1)),
        ("projects delayed -> delayed +", CausalLink("projects delayed", "delayed", 1)),
        ("C++ -> speed +", CausalLink("C++", "speed", 1)),
        ("仕事 -> 品質 -", CausalLink("仕事", "品質", -1)),
    ],
)
def test_a_link_is_read_with_any_arrow_minus_case_and_blanks(text: str, expected: CausalLink) -> None:
    """Whatever an author's keyboard makes of arrow and minus, the link is the same."""
    assert expected == parse_link(text)


@pytest.mark.parametrize(
    ("text", "offset", "reason"),
    [
        ("", 0, "needs an arrow"),
        ("  shortcuts quality -", 2, "needs an arrow"),
        ("a => b +", 0, "needs an arrow"),
        ("a --> b +", 2, "is written `->`"),
        ("-> b +", 0, "the cause is missing"),
        ("a + -> b -", 2, "the sign stands after the effect"),
        ("a -> b -> c +", 7, "one arrow"),
        ("a ->", 4, "the effect is missing"),
        ("a -> delayed", 4, "the effect is missing"),
        ("a -> +", 5, "the effect is missing"),
        ("a -> b", 6, "ends with its sign"),
        ("a -> b delayed", 6, "ends with its sign"),
        ("a -> b + slowly", 15, "ends with its sign"),
        ("a -> b + [delayed]", 18, "ends with its sign"),
        ("a -> b+", 6, "stands apart"),
        ("a -> b + +", 9, "has two"),
    ],
)
def test_a_faulty_link_says_where_and_how_to_mend_it(text: str, offset: int, reason: str) -> None:
    """The error quotes the text, points at the fault and shows a right link."""
    with pytest.raises(LinkSyntaxError) as caught:
        parse_link(text)
    assert reason in str(caught.value)
    assert f'"{text}"' in str(caught.value)
    assert (text, offset) == (caught.value.text, caught.value.offset)
    assert "->" in caught.value.help


@pytest.mark.parametrize(
    "text",
    [
        "a -> b" + " " * 10_000,
        " " * 10_000,
        "a" + " " * 10_000 + "-> b +",
        "a ->" + " " * 10_000 + "b" + " " * 10_000 + "delayed",
        "- " * 10_000,
    ],
)
def test_runs_of_blanks_cost_no_more_than_their_length(text: str) -> None:
    """A line padded with ten thousand blanks is read, or refused, at once, and quoted in short."""
    start = time.process_time()
    said = ""
    try:
        parse_link(text)
    except LinkSyntaxError as error:
        said = str(error)
    assert time.process_time() - start < 0.2
    assert len(said) < 300


@given(st.text(alphabet=st.sampled_from("ab +-−–>→\tdelayed"), max_size=40) | st.text(max_size=40))
def test_any_text_is_a_link_or_a_fault_inside_it(text: str) -> None:
    """No text ends in another error, and a fault's offset lies in the text or at its end."""
    try:
        link = parse_link(text)
    except LinkSyntaxError as error:
        offset = error.offset
    else:
        offset = 0
        assert link == parse_link(str(link))
    assert 0 <= offset <= len(text)


def test_a_link_has_one_of_two_signs() -> None:
    """A sign that is neither +1 nor -1 would break products of signs."""
    with pytest.raises(ValueError, match="not 0"):
        CausalLink("a", "b", 0)


@pytest.mark.parametrize(
    ("minuses", "polarity", "letter"),
    [
        (0, "reinforcing", "R"),
        (1, "balancing", "B"),
        (2, "reinforcing", "R"),
        (3, "balancing", "B"),
    ],
)
def test_polarity_is_the_product_of_the_signs(minuses: int, polarity: str, letter: str) -> None:
    """An even number of minus signs reinforces, an odd one balances, whatever is declared."""
    made = Loop("Loop", "balancing", ring_of("a", "b", "c", minuses=minuses))
    assert (polarity, letter) == (made.polarity, made.letter)


def test_nodes_are_told_once_in_ring_order_as_first_spelled() -> None:
    """Case and repeated blanks don't make another node."""
    made = loop("Work pressure -> shortcuts +", "Shortcuts -> work  pressure +")
    assert ("Work pressure", "shortcuts") == made.nodes
    assert node_key("Work   PRESSURE ") == node_key("work pressure")


@pytest.mark.parametrize(
    ("links", "index", "message", "help"),
    [
        ([], 0, "no links", "->"),
        (["a -> A +"], 0, '"a" back to itself', "step between"),
        (["a -> b +"], 0, 'ends at "b", link 1 starts at "a"', 'from "b" to "a"'),
        (["a -> b +", "b -> c -"], 1, "not closed", 'from "c" to "a"'),
        (
            ["a -> b +", "c -> a +"],
            1,
            'starts at "c", but link 1 ends at "b"',
            'start link 2 at "b"',
        ),
        (["a -> b +", "c -> a -", "b -> c +"], 1, 'starts at "c"', 'link 3 fits here: "b -> c +"'),
        (["a -> b +", "b -> a +", "a -> c +", "c -> a +"], 2, 'passes "a" again', "two loops"),
        (["a -> b +", "b -> a +", "b -> a -"], 2, 'starts at "b"', 'start link 3 at "a"'),
    ],
)
def test_the_first_break_of_a_ring_is_told(links: list[str], index: int, message: str, help: str) -> None:
    """The fault names the link at which a reader going round gets stuck, and what would fit."""
    fault = ring_fault([parse_link(link) for link in links])
    assert fault is not None
    assert index == fault.index
    assert message in fault.message
    assert help in fault.help


def test_a_loop_that_nobody_could_read_is_a_fault() -> None:
    """A loop with too many links is told before anyone tries to draw it."""
    names = [f"n{i}" for i in range(MOST_LINKS + 1)]
    assert ring_fault(ring_of(*names[:-1])) is None
    fault = ring_fault(ring_of(*names))
    assert fault is not None
    assert str(MOST_LINKS + 1) in fault.message


names = st.lists(
    st.text(alphabet="abcdefgh -", min_size=1, max_size=12).filter(lambda name: name.strip(" -") != ""),
    min_size=2,
    max_size=8,
    unique_by=node_key,
)


@given(names, st.integers(0, 8))
def test_a_ring_is_sound_from_wherever_it_starts_and_broken_without_a_link(
    parts: list[str], start: int
) -> None:
    """Where a ring starts is the author's choice; a missing link always shows."""
    ring = ring_of(*parts)
    start %= len(ring)
    turned = ring[start:] + ring[:start]
    assert ring_fault(turned) is None
    assert ring_fault(turned[1:]) is not None


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("work pressure -> shortcuts +", "When work pressure rises, shortcuts rise."),
        ("shortcuts -> quality - delayed", "When shortcuts rise, quality falls, after a delay."),
        (
            "number of shortcuts -> trust in leaders -",
            "When number of shortcuts rises, trust in leaders falls.",
        ),
        ("results of A -> stress +", "When results of A rise, stress rises."),
        ("people -> progress +", "When people rise, progress rises."),
        ("speed and quality -> bias -", "When speed and quality rise, bias falls."),
        ("A's net gains -> analysis +", "When A's net gains rise, analysis rises."),
        ("tickets (open) -> load (requests) +", "When tickets (open) rise, load (requests) rises."),
        ("(x) -> gas +", "When (x) rises, gas rises."),
    ],
)
def test_a_link_is_told_in_a_sentence_whose_verbs_agree(link: str, sentence: str) -> None:
    """Singular nouns rise and fall with an s, plural ones without."""
    cause = parse_link(link)
    assert sentence == describe(Loop("Loop", None, (cause,)))[0]


@pytest.mark.parametrize(
    ("minuses", "end"),
    [
        (2, "So a change comes back as more of the same: the loop reinforces itself."),
        (1, "So a change comes back as its opposite: the loop balances."),
    ],
)
def test_a_loop_told_in_words_ends_with_what_it_does(minuses: int, end: str) -> None:
    """There is a sentence for each link and one for the whole."""
    sentences = describe(Loop("Loop", None, ring_of("a", "b", "c", minuses=minuses)))
    assert 4 == len(sentences)
    assert end == sentences[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quality", ("quality",)),
        ("  work   pressure ", ("work pressure",)),
        ("unintended consequence", ("unintended", "consequence")),
        ("perceived need to invest", ("perceived", "need to", "invest")),
        ("AWM mum warm", ("AWM mum", "warm")),
        ("institutionalisations", ("institutionalis-", "ations")),
        ("cross-functional-collaboration", ("cross-", "functional-", "collaboration")),
        ("", ("",)),
    ],
)
def test_names_wrap_to_even_short_lines(text: str, expected: tuple[str, ...]) -> None:
    """Lines break between words, and inside a word only when it is longer than a line."""
    assert expected == wrap(text)


@given(st.text(max_size=200))
def test_no_line_is_longer_than_its_room(text: str) -> None:
    """Every line keeps to the limit in characters, wide ones to less, and no letter is lost."""
    lines = wrap(text)
    assert max(map(len, lines)) <= LINE_LENGTH
    assert all(text_width(line, 1.0) <= 10.0 for line in lines)
    assert "".join(text.split()).replace("-", "") == "".join("".join(lines).split()).replace("-", "")


arcs = st.builds(
    Arc,
    st.builds(Point, st.floats(-300, 300), st.floats(-300, 300)),
    st.builds(Point, st.floats(400, 900), st.floats(-300, 300)),
    st.floats(-1.3, 1.3),
)


@given(arcs, st.floats(0, 0.4), st.floats(0.6, 1))
def test_a_piece_of_an_arc_lies_on_the_arc(arc: Arc, first: float, last: float) -> None:
    """Cutting an arc at two places keeps its shape: the middle of the piece is where it was."""
    piece = arc.part(first, last)
    assert piece.at(0.5) == pytest.approx(arc.at((first + last) / 2), abs=0.3)
    assert arc.points(3)[1] == pytest.approx(arc.at(0.5), abs=1e-6)


@given(arcs)
def test_the_cubic_follows_the_arc(arc: Arc) -> None:
    """The Bézier curve that is drawn passes within two units of the arc's middle."""
    first, second = arc.controls()
    middle = Point(
        (arc.start.x + 3 * first.x + 3 * second.x + arc.end.x) / 8,
        (arc.start.y + 3 * first.y + 3 * second.y + arc.end.y) / 8,
    )
    assert middle == pytest.approx(arc.at(0.5), abs=2)


def test_polygons_know_their_centre_direction_and_inside() -> None:
    """A square that runs clockwise on the screen has a positive area, and its middle as centre."""
    square = [Point(0, 0), Point(2, 0), Point(2, 2), Point(0, 2)]
    assert (Point(1, 1), 4) == centroid(square)
    assert -4 == centroid(square[::-1])[1]
    assert holds(square, Point(1, 1.5))
    assert not holds(square, Point(3, 1))
    assert 1 == crossings([Point(-1, 1), Point(3, 1)], [Point(1, -1), Point(1, 3)])
    assert Box(0, 0, 2, 2).overlaps(Box(2.5, 0, 2, 2), gap=1)
    assert not Box(0, 0, 2, 2).overlaps(Box(2.5, 0, 2, 2))


def test_loops_that_share_nodes_are_drawn_together_and_others_apart() -> None:
    """Two loops with a node in common make one drawing; a third without makes its own."""
    first = loop("a -> b +", "b -> a +", name="First")
    second = loop("b -> c +", "c -> B -", name="Second")
    other = loop("x -> y +", "y -> x -", name="Other")
    diagrams = layout([first, other, second])
    assert [["R", "B"], ["B"]] == [[mark.letter for mark in diagram.marks] for diagram in diagrams]
    assert {"a", "b", "c"} == {node.name for node in diagrams[0].nodes}
    assert () == layout([])


def test_a_link_that_two_loops_share_is_one_arrow() -> None:
    """A shared link is drawn once, and as delayed if any of the loops says that it is."""
    first = loop("a -> b +", "b -> a -", name="First")
    second = loop("a -> b + delayed", "b -> c +", "c -> a +", name="Second")
    (diagram,) = layout([first, second])
    assert 4 == len(diagram.arrows)
    (shared,) = (arrow for arrow in diagram.arrows if arrow.link.effect == "b")
    assert 2 == len(shared.bars)


@pytest.mark.parametrize(
    "loops",
    [
        [loop("a -> b +", "b -> a +"), loop("a -> b -", "b -> a +")],
        [
            Loop("One", None, ring_of(*(f"n{i}" for i in range(7)))),
            Loop("Two", None, ring_of(*(f"n{i}" for i in range(6, 6 + MOST_SHARED_NODES)))),
        ],
    ],
    ids=["contradicting signs", "too many nodes"],
)
def test_loops_that_can_not_be_read_together_are_drawn_apart(loops: list[Loop]) -> None:
    """Each gets a ring of its own, in the order given."""
    diagrams = layout(loops)
    assert [made.letter for made in loops] == [diagram.marks[0].letter for diagram in diagrams]
    assert [len(made.links) for made in loops] == [len(diagram.arrows) for diagram in diagrams]


def test_only_rings_are_drawn() -> None:
    """A broken loop is refused with its name and fault rather than drawn wrong."""
    with pytest.raises(ValueError, match='"Chain" is no ring: the loop is not closed'):
        layout([loop("a -> b +", "b -> c +", name="Chain")])


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 12, MOST_LINKS])
def test_a_ring_of_any_size_has_room_for_its_labels(count: int) -> None:
    """One loop runs clockwise from its first node at the top, and nothing overlaps."""
    (diagram,) = layout(
        [Loop("A name", None, ring_of(*(f"work pressure on team {i}" for i in range(count))))]
    )
    assert diagram.readable
    assert diagram.marks[0].clockwise
    assert diagram.nodes[0].box.y == min(node.box.y for node in diagram.nodes)
    boxes = [node.box for node in diagram.nodes] + [mark.box for mark in diagram.marks]
    assert not any(box.overlaps(other) for i, box in enumerate(boxes) for other in boxes[:i])
    assert all(arrow.arc.length >= 40 for arrow in diagram.arrows)
