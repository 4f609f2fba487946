"""A report in the formats that people and programs read. One format a module, one signature for all."""

from trimtab.report import github, json, junit, sarif, text
from trimtab.report.context import Renderer

FORMATS: dict[str, Renderer] = {
    "full": text.full,
    "concise": text.concise,
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
    "junit": junit.render,
}
"""The formats by name: those for people first."""
