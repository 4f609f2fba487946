"""The colour of images and badges: the theme's, and what can be read on it."""

from __future__ import annotations

RGB = tuple[int, int, int]

DEFAULT = "#4051b5"
MATERIAL = {
    "red": "#ef5552",
    "pink": "#e92063",
    "purple": "#ab47bd",
    "deep-purple": "#7e56c2",
    "indigo": DEFAULT,
    "blue": "#2094f3",
    "light-blue": "#02a6f2",
    "cyan": "#00bdd6",
    "teal": "#009485",
    "green": "#4cae4f",
    "light-green": "#8bc34b",
    "lime": "#cbdc38",
    "yellow": "#ffec3d",
    "amber": "#ffc105",
    "orange": "#ffa724",
    "deep-orange": "#ff6e42",
    "brown": "#795649",
    "grey": "#757575",
    "blue-grey": "#546d78",
    "black": "#14151a",
    "white": "#ffffff",
}
"""The primary colours of Material for MkDocs, by name."""
INK = "#1c1f22"
PAPER = "#ffffff"


def of_theme(primary: str) -> str:
    """The colour that a name of the theme's palette means; that of a `custom` one only a style sheet knows."""
    return MATERIAL.get(primary.strip().lower().replace(" ", "-"), DEFAULT)


def rgb(colour: str) -> RGB:
    """The parts of a colour such as `#1f4e5f`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it, from 1 to 21."""
    dark, light = sorted(_luminance(rgb(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def upon(colour: str, least: float = 4.5) -> str:
    """What is read on a colour: white where that has enough contrast, as in themes, else black.

    Args:
        colour: the colour below.
        least: what is enough; for large letters it is 3.
    """
    return PAPER if contrast(PAPER, colour) >= least else "#000000"


def _luminance(parts: RGB) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
