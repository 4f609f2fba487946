"""The words that misspelled ones are compared with."""

from helpers import library
from trimtab.site import vocabulary as module
from trimtab.site.vocabulary import vocabulary


def entry(title: str, *aliases: str) -> str:
    """An entry's file."""
    return f'---\ntitle: "{title}"\naliases: {list(aliases)}\n---\nBodies say nothing.\n'


def test_words_of_names() -> None:
    """Titles and aliases give their words in lower case, once each; short ones, numbers and bodies give none."""
    files = {
        "a.md": entry("Goodhart's Law", "A Law of 1975"),
        "b.md": entry("Übergang", "Two-Way Doors", "L = λW", "Law"),
    }
    assert "doors goodhart's law two way übergang" == vocabulary(library(files).current)


def test_no_more_words_than_readers_should_fetch() -> None:
    """Of very many words those stay that the most names have."""
    letters = "abcdefghijklmnop"
    words = [f"{one}{two}{three}x" for one in letters for two in letters for three in letters]
    assert module.MOST < len(words)
    files = {f"{word}.md": entry(f"{word} frequent") for word in words}
    kept = vocabulary(library(files).current).split()
    assert module.MOST == len(kept)
    assert "frequent" in kept
    assert words[: module.MOST - 1] == [word for word in kept if word != "frequent"]
