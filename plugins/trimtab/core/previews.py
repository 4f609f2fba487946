"""Settings of what shows entries in other places: chats, wikis, READMEs."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator, model_validator


class PreviewSettings(BaseModel):
    """What there is of each entry for other places. `false` alone leaves out all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    images: bool = True
    """Whether each entry has an image, for chats and social networks."""
    embeds: bool = True
    """Whether each entry has a card to embed, an oEmbed description of it, and a badge."""
    colour: str = ""
    """The colour of images and badges, such as `#1f4e5f`; otherwise that of the theme."""
    font: str = ""
    """A font for scripts other than Latin, Greek and Cyrillic: a TTF or OTF file, relative to the configuration."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"images": value, "embeds": value} if isinstance(value, bool) else value

    @field_validator("colour", mode="before")
    @classmethod
    def _six_digits(cls, value: Any) -> str:
        if value is None:
            message = "it is empty: YAML takes what follows a # for a comment, so put it in quotes"
            raise ValueError(message)
        if not re.fullmatch(r"(#[0-9a-fA-F]{6})?", str(value)):
            message = f"`{value}` is no colour; write it as '#1f4e5f'"
            raise ValueError(message)
        return str(value)
