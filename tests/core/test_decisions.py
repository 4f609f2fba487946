from __future__ import annotations

from trimtab.core.decisions import MOST_STEPS, Step, decision_tree, path_of
from trimtab.core.model import Archetype


def archetype(title: str, *answers: str) -> Archetype:
    """An archetype with a decision path."""
    slug = title.lower()
    path = f"archetypes/{slug}.md"
    return Archetype(slug=slug, kind="archetype", path=path, title=title, decision_path=list(answers))


def told(step: Step) -> dict[str, object]:
    """A tree as nested mappings: the answers, and the archetypes that are reached as `=A`."""
    return {f"={end.title}": None for end in step.ends} | {next_.text: told(next_) for next_ in step.steps}


def test_shared_beginnings() -> None:
    """Paths that begin alike, case and blanks aside, share their steps, in the order in which they come."""
    tree = decision_tree(
        [
            archetype("A", "It grows", "It stops"),
            archetype("B", "It returns"),
            archetype("C", "it  GROWS", "It runs away"),
            archetype("D"),
        ]
    )
    assert {
        "It grows": {"It stops": {"=A": None}, "It runs away": {"=C": None}},
        "It returns": {"=B": None},
    } == told(tree)


def test_paths_that_do_not_part() -> None:
    """Two archetypes with one path end in one step; where one's goes on, the step has both."""
    tree = decision_tree([archetype("A", "x"), archetype("B", "x"), archetype("C", "x", "y")])
    assert {"x": {"=A": None, "=B": None, "y": {"=C": None}}} == told(tree)


def test_equal_answers_in_different_places() -> None:
    """The same words after different answers are different steps."""
    tree = decision_tree([archetype("A", "x", "yes"), archetype("B", "y", "yes")])
    assert {"x": {"yes": {"=A": None}}, "y": {"yes": {"=B": None}}} == told(tree)


def test_empty_steps_do_not_count() -> None:
    """An empty step is no step; a path of such is none."""
    assert ("x", "y") == path_of(archetype("A", "", "X", " ", "y"))
    assert {} == told(decision_tree([archetype("A", "", " ")]))


def test_endless_paths_are_cut() -> None:
    """However long a path is, the tree stays so deep that it can be shown."""
    steps = [f"step {number}" for number in range(5000)]
    tree = decision_tree([archetype("A", *steps), archetype("B", *steps[:MOST_STEPS])])
    depth, step = 0, tree
    while step.steps:
        depth, (step,) = depth + 1, step.steps
    assert (MOST_STEPS, ["A", "B"]) == (depth, [end.title for end in step.ends])
