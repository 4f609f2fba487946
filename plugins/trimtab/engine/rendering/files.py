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

        That loop alone says which pages it wants. Templates ask without a word, and see all pages, as does whoever asks
        later.

        Args:
            files: a collection of MkDocs', between the templates and the end of a build; one of another plugin's own
                kind stays as it is.
            choose: asked once, when the loop begins.
        """
        if type(files) is Files:
            files.__class__ = cls
            files.choose = choose  # type: ignore[attr-defined]

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] | None = None
    ) -> Sequence[File]:
        """The files of pages."""
        if inclusion is None:
            return super().documentation_pages()
        found = super().documentation_pages(inclusion=inclusion)
        choose = self.choose
        del self.choose
        self.__class__ = Files  # type: ignore[assignment]
        return choose(found)
