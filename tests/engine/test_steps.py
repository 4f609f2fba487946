"""What a build tells of its steps: in a process of its own, on a real terminal and into a pipe."""

import os
import re
import subprocess
import sys
import textwrap
import threading

import pytest

from trimtab.engine.steps import Steps

COLUMNS, ROWS = 100, 30
HEAD = """
import logging, sys
from mkdocs.__main__ import State
state = State()
from trimtab.engine.steps import Steps
log = logging.getLogger("mkdocs.plugins.trimtab")
now = 0.0
def clock():
    return now
"""
"""The way MkDocs logs, and a clock that a script sets."""
BUILD = """
steps = Steps(clock=clock)
with steps.step("Reading", 4000, "files") as reading:
    for at in range(40):
        now += 0.25
        reading.advance(100, kept=99)
        if at == 20:
            log.warning("a link leads nowhere")
        if at == 30:
            print("a line of a hook", file=sys.stderr)
search = steps.begin("Search")
with steps.step("Pages", 2, "pages") as pages:
    now += 0.2
    pages.advance(2)
    search.advance(0)
now += 0.8
search.advance(0)
search.end()
steps.summary()
"""
SUMMARY = [
    "Reading: 4,000 files in 10.0 s, 3,960 from the cache",
    "Search: 1.0 s",
    "Pages: 2 pages in 0.2 s, none from the cache",
    "Altogether: 11.0 s",
]


def environment(**more: str) -> dict[str, str]:
    """What processes see: no continuous integration, and a terminal that can be drawn on."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("CI", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
    }
    return {
        **kept,
        "NO_COLOR": "1",
        "TERM": "xterm-256color",
        "COLUMNS": str(COLUMNS),
        "LINES": str(ROWS),
        **more,
    }


def piped(script: str, **more: str) -> list[str]:
    """The lines that a script writes into a pipe."""
    command = [sys.executable, "-c", HEAD + textwrap.dedent(script)]
    done = subprocess.run(
        command,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return [unmarked(line) for line in done.stdout.splitlines()]


def on_terminal(script: str, **more: str) -> str:
    """All that a script writes to a terminal."""
    pty = pytest.importorskip("pty")
    reader, terminal = pty.openpty()
    command = [sys.executable, "-c", HEAD + textwrap.dedent(script)]
    process = subprocess.Popen(
        command, env=environment(**more), stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True
    )
    os.close(terminal)
    written = bytearray()
    while True:
        try:
            some = os.read(reader, 65536)
        except OSError:  # Linux tells the end of a terminal in this way.
            break
        if not some:
            break
        written += some
    os.close(reader)
    assert 0 == process.wait(), written.decode()
    return written.decode()


def unmarked(line: str) -> str:
    """A line without the mark of its severity, and without colours."""
    return re.sub(r"^(INFO|WARNING) *-  ", "", re.sub(r"\x1b\[[\d;]*m", "", line)).rstrip()


def screen(written: str) -> list[str]:
    """The lines that stand on a terminal in the end."""
    lines, row, column = [""], 0, 0
    for code, letters in re.findall(r"(\x1b\[[?\d;]*[A-Za-z]|[\r\n])|([^\x1b\r\n]+)", written):
        if code == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif code == "\r":
            column = 0
        elif code == "\x1b[2K":
            lines[row] = ""
        elif re.fullmatch(r"\x1b\[\d*A", code):
            row -= int(code[2:-1] or 1)
        elif letters:
            line = lines[row].ljust(column)
            lines[row] = line[:column] + letters + line[column + len(letters) :]
            column += len(letters)
    return [unmarked(line) for line in lines if line.strip()]


def test_terminal_shows_bars_that_lines_stay_clear_of() -> None:
    """A bar is drawn while a step lasts; in the end there are whole lines on the screen, and the cursor is back."""
    written = on_terminal(BUILD)
    bars = [re.sub(r"\x1b\[[\d;]*m", "", part) for part in written.split("\x1b[2K")]
    assert any("Reading" in bar and "1,000 of 4,000" in bar for bar in bars)
    assert any("Search" in bar for bar in bars[-3:])
    assert ["a link leads nowhere", "a line of a hook", *SUMMARY] == screen(written)
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")


def test_two_steps_at_once_have_a_bar_each() -> None:
    """Steps that overlap are drawn one below the other, and the first that ends leaves the other's bar."""
    script = """
    steps = Steps(clock=clock)
    pages, search = steps.begin("Pages", 9), steps.begin("Search", 7)
    now = 1.0
    pages.advance()
    now = 2.0
    search.advance()
    print("MIDDLE", file=sys.stderr)
    pages.end()
    print("LATE", file=sys.stderr)
    search.end()
    print("AFTER", file=sys.stderr)
    """
    written = on_terminal(script)
    before, after_both = written.split("MIDDLE")
    between, after = after_both.split("LATE")[1].split("AFTER")
    assert [True, True] == [words in before for words in ("1 of 9", "1 of 7")]
    assert [False, True] == [words in between for words in ("1 of 9", "1 of 7")]
    assert [False, False] == [words in after for words in ("1 of 9", "1 of 7")]
    assert ["MIDDLE", "LATE", "AFTER"] == screen(written)


def test_short_steps_show_no_bar() -> None:
    """Nothing flickers where each step is over in a moment."""
    script = """
    steps = Steps(clock=clock)
    for name in ("Reading", "Pages"):
        with steps.step(name, 10) as step:
            for _ in range(10):
                now += 0.04
                step.advance()
    """
    assert on_terminal(script) == ""


@pytest.mark.parametrize("more", [{"CI": "true"}, {"CI": "1"}, {"TERM": "dumb"}])
def test_terminal_that_nobody_can_draw_on(more: dict[str, str]) -> None:
    """In continuous integration and on a dumb terminal there are lines alone."""
    written = on_terminal(BUILD, **more)
    assert "\x1b[2K" not in written
    assert "\x1b[?25l" not in written
    assert SUMMARY == screen(written)[-4:]


def test_pipe_gets_a_line_now_and_then() -> None:
    """Where there is no terminal a long step says every five seconds how far it is; then comes the summary."""
    expected = [
        "Reading: 2,000 of 4,000 files",
        "a link leads nowhere",
        "a line of a hook",
        "Reading: 4,000 of 4,000 files",
        *SUMMARY,
    ]
    assert expected == piped(BUILD)


def test_step_without_a_number_says_that_it_is_at_it() -> None:
    """A step of which nobody knows how much there is to do says for how long it has been at it."""
    script = """
    steps = Steps(clock=clock)
    step = steps.begin("Search")
    for now in (4.0, 5.0, 9.0, 11.0):
        step.advance(0)
    """
    assert ["Search: 5 s so far", "Search: 11 s so far"] == piped(script)


def test_quiet_build_is_told_nothing() -> None:
    """`mkdocs build -q` has neither bar nor lines."""
    script = "state.logger.setLevel(logging.ERROR)\n" + BUILD.replace("log.warning", "log.info")
    assert ["a line of a hook"] == screen(on_terminal(script))
    assert ["a line of a hook"] == piped(script)


def test_failed_build_gives_the_terminal_back() -> None:
    """A build that is interrupted in the middle of a step leaves no bar and no hidden cursor."""
    script = """
    steps = Steps(clock=clock)
    step = steps.begin("Reading", 10)
    now = 2.0
    step.advance()
    sys.exit(0)
    """
    written = on_terminal(script)
    assert "1 of 10" in written
    assert [] == screen(written)
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")


def test_copy_of_the_process_writes_its_lines() -> None:
    """A process that was copied while a bar was shown logs as ever, and draws no bar of its own."""
    script = """
    import os
    steps = Steps(clock=clock)
    step = steps.begin("Reading", 10)
    now = 2.0
    step.advance()
    child = os.fork()
    if child == 0:
        log.warning("from the copy")
        os._exit(0)
    os.waitpid(child, 0)
    step.end()
    """
    _, after = on_terminal(script).split("from the copy")
    assert "Reading" not in after


def test_steps_are_told_of_from_any_thread() -> None:
    """What several threads tell adds up, and no thread is started for it."""
    before = threading.active_count()
    steps = Steps()
    step = steps.begin("Pages", 4000)

    def work() -> None:
        for _ in range(1000):
            step.advance(kept=1)

    assert before == threading.active_count()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    step.end()
    assert (4000, 4000) == (step.done, step.kept)
