"""A site's files: MkDocs', but its last loop gets only those pages that are to be laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mkdocs.structure.files import File, Files, InclusionLevel

Choose = Callable[[Sequence[File]], Sequence[File]]
"""Gives, of all pages of a build, those that are to be laid out."""


class TrimtabFiles(Files):
    """Files of which somebody else chooses the pages that are laid out."""

    choose: Choose

    @classmethod
    def adopt(cls, files: Files, choose: Choose) -> None:
        """Have the pages chosen that the next loop over them lays out, and no other.

        In `mkdocs serve` that loop alone asks for pages *in the preview*: templates get the included ones. So those
        see all pages, as does whoever asks later.

        Args:
            files: a collection of MkDocs', between the templates and the end of a build for a preview; one of another
                plugin's own kind stays as it is.
            choose: asked once, when the loop begins.
        """
        if type(files) is Files:
            files.__class__ = cls
            files.choose = choose  # type: ignore[attr-defined]

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
    ) -> Sequence[File]:
        """The files of pages."""
        found = super().documentation_pages(inclusion=inclusion)
        if inclusion is not InclusionLevel.is_in_serve:
            return found
        self.__class__ = Files  # type: ignore[assignment]
        return self.choose(found)
