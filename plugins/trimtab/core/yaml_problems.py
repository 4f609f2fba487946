"""What libyaml says of front matter that it can't parse, in the words of those who wrote it."""

from __future__ import annotations

import yaml

ENDLESS = "found unexpected end of stream"
"""What libyaml says of a quotation mark that is never closed."""
_PROBLEMS = {
    ENDLESS: "the quotation mark that stands here is never closed",
    "mapping values are not allowed in this context": "a second `: ` stands where a value was expected",
    "could not find expected ':'": "a key here has no `:` after it",
    "found character that cannot start any token": "a value begins with a character that YAML reserves",
    "found a tab character where an indentation space is expected": "a tab indents this line",
}


def plain_problem(problem: str) -> str:
    """A problem of the parser's in words that an author knows."""
    return _PROBLEMS.get(problem, problem)


def cure(error: yaml.MarkedYAMLError, block: str, at: int) -> str:
    """What to write instead of what stands at the offset `at` of a block of front matter."""
    problem = error.problem or ""
    line = block[block.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]
    if "mapping values" in problem:
        key, _, value = line.partition(":")
        value = value.strip()
        quoted = f'"{value}"' if not set('"\\') & set(value) else "'" + value.replace("'", "''") + "'"
        return f"Quote the value: `{key.strip()}: {quoted}`."
    if "tab" in problem or "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces."
    if "cannot start any token" in problem:
        return "Put quotes around the value."
    if "flow" in (error.context or "") or "expected ',' or" in problem:
        return (
            "Look for a missing comma, bracket or closing quote, or for a comma or `: ` inside unquoted text."
        )
    if "quoted scalar" in (error.context or ""):
        return "Close the quotation mark."
    return "Quote values that hold `: `, ` #` or quotation marks, and indent lists alike."
