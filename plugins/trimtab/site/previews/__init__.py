"""What shows entries in other places: heads for link previews, images, cards to embed, badges."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Container, Iterator
from functools import cached_property

from trimtab.core.model import Entry
from trimtab.core.routes import quoted
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import File, Of, as_json
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import line
from trimtab.site.linkforms import markdown_text
from trimtab.site.linkkit import absolute
from trimtab.site.listings import GeneratedPage
from trimtab.site.previews import badge, colours, embed, head, page, paths
from trimtab.site.previews.card import Card, card
from trimtab.site.previews.fonts import Fonts
from trimtab.site.previews.head import HeadView
from trimtab.site.previews.image import Picture
from trimtab.site.previews.jsonld import Graphs
from trimtab.site.redirects import file_of
from trimtab.site.views import Value


class Previews:
    """Makes what shows the entries of a library in other places.

    Args:
        catalogue: the library.
        about: what is known of its site.
        colour: that of the theme, for where settings name none.
        fonts: what images are written with.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        about: About | None = None,
        colour: str = colours.DEFAULT,
        fonts: Fonts | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._library = catalogue.library
        self._about = about or About()
        self._settings = catalogue.library.settings.previews
        self._colour = self._settings.colour or colour
        self.fonts = fonts or Fonts()
        self._graphs = Graphs(catalogue, self._about)
        self._cards: dict[str, Card] = {}

    # Heads of pages

    def of_entry(self, entry: Entry, crumbs: tuple[Value, ...]) -> HeadView:
        """The head of an entry's page.

        Args:
            entry: the entry.
            crumbs: the pages above it.
        """
        card = self._card(entry)
        picture = self._beside(entry, card)
        image = picture.address if picture else ""
        described = self._about.url and self._settings.embeds and self._owns(entry)
        return head.of_entry(
            entry,
            card,
            self._about,
            self._graphs.entry(entry, card, crumbs, image),
            picture,
            self._about.absolute(quoted(paths.oembed(entry.slug))) if described else "",
        )

    def of_page(self, facts: page.PageFacts) -> HeadView:
        """The head of any other page."""
        picture = self._whole_library
        image = picture.address if picture else ""
        return head.of_page(facts, self._about, self._graphs.page(facts, image), picture)

    def of_generated(self, generated: GeneratedPage) -> HeadView:
        """The head of a page without a file of its own."""
        return self.of_page(page.generated(self._catalogue, self._about, generated))

    def of_path(self, path: str) -> HeadView | None:
        """The head of an ordinary page, by its file; None where that isn't one of the library's."""
        document = self._library.by_path.get(path)
        if document is None:
            return None
        return self.of_page(page.ordinary(self._catalogue, self._about, document))

    def _beside(self, entry: Entry, card: Card) -> head.Picture | None:
        """The image beside a link to an entry: its own, or that of the library where its name can't be drawn."""
        if not self._owns(entry) or self._picture(card) is None:
            return self._whole_library
        said = ", ".join(
            filter(None, (card.kind, card.level_words, card.confidence_words, card.standing_words))
        )
        address = self._about.absolute(quoted(paths.image(entry.slug)))
        return head.Picture(address, f"{card.title}: {said}. {card.library}")

    @cached_property
    def _whole_library(self) -> head.Picture | None:
        if self._site_picture is None:
            return None
        return head.Picture(self._about.absolute(paths.SITE_IMAGE), self._about.title)

    # Images

    def images(self, content: Callable[[Picture], bytes]) -> Iterator[File]:
        """All images. One whose words have letters that the fonts lack has no content.

        Args:
            content: draws one.
        """
        if not self._draws:
            return
        if self._is_free(paths.SITE_IMAGE):
            draw_site = functools.partial(_content, content, lambda: self._site_picture)
            yield File.of(paths.SITE_IMAGE, Of.LIBRARY, draw_site)
        for entry in self._own.values():
            path = paths.image(entry.slug)
            if self._is_free(path):
                draw_one = functools.partial(_content, content, functools.partial(self.picture, entry))
                yield File.of(path, Of.ENTRY, draw_one, self._library.document_of(entry))

    def pictured(self) -> Iterator[Picture]:
        """What the images show of entries."""
        for entry in self._own.values() if self._draws else ():
            picture = self.picture(entry)
            if picture is not None:
                yield picture

    def picture(self, entry: Entry) -> Picture | None:
        """What the image of an entry shows; None where its name, or what it is, can't be drawn."""
        return self._picture(self._card(entry))

    def undrawn(self, lacking: Container[str]) -> list[Entry]:
        """The entries whose names have letters that the fonts lack.

        Args:
            lacking: the files of images that turned out to have no content.
        """
        return [entry for entry in self._own.values() if paths.image(entry.slug) in lacking]

    @property
    def _draws(self) -> bool:
        """Whether there are images: only a whole address leads to one."""
        return self._settings.images and bool(self._about.url)

    @cached_property
    def _site_picture(self) -> Picture | None:
        title = self.fonts.drawable(self._about.title) if self._draws else None
        if not title:
            return None
        present = Counter(entry.kind for entry in self._library.current if entry.kind != "level")
        counts = (f"{count} {self._catalogue.kind_plural(kind)}" for kind, count in present.most_common(3))
        held = self.fonts.drawable(" · ".join(counts))
        return Picture(title, "", "", self._colour, lines=tuple(filter(None, [held])))

    def _picture(self, card: Card) -> Picture | None:
        """An entry's image; None where its name, or what it is, can't be drawn. Other words may be missing."""
        if not self._draws:
            return None
        title, kind = (self.fonts.drawable(text) for text in (card.title, card.kind))
        if title is None or kind is None:
            return None
        level = self.fonts.drawable(card.level_words) or (f"Level {card.level}" if card.level else "")
        standing = self.fonts.drawable(card.standing_words) if card.standing else ""
        return Picture(
            title=title,
            kind=kind,
            library=self.fonts.drawable(card.library) or "",
            colour=self._colour,
            level=card.level,
            also=card.also,
            lines=tuple(filter(None, (level, card.confidence_words))),
            stars=card.stars,
            standing=standing or card.standing,
        )

    # Cards and badges

    def files(self) -> Iterator[File]:
        """Cards, oEmbed descriptions and badges."""
        for entry in self._own.values() if self._settings.embeds else ():
            slug, document = entry.slug, self._library.document_of(entry)
            made: list[tuple[str, Callable[[Entry], bytes]]] = [
                (file_of(self._embed_url(entry)), self._embed),
                (paths.badge(slug), self._badge),
                (paths.badge_data(slug), self._badge_data),
            ]
            if self._about.url:
                made.append((paths.oembed(slug), self._oembed))
            for path, make in made:
                if self._is_free(path):
                    yield File.of(path, Of.ENTRY, functools.partial(make, entry), document)

    def _embed_url(self, entry: Entry) -> str:
        return self._catalogue.url(paths.embed(entry.slug))

    def _embed(self, entry: Entry) -> bytes:
        card, about = self._card(entry), self._about
        canonical = about.absolute(card.url) if about.url else ""
        at = self._embed_url(entry)
        return embed.page(card, at, language=about.tag, canonical=canonical, icon=about.icon).encode()

    def _badge(self, entry: Entry) -> bytes:
        return badge.svg(self._card(entry), self._colour).encode()

    def _badge_data(self, entry: Entry) -> bytes:
        return as_json(badge.data(self._card(entry), self._colour))

    def _oembed(self, entry: Entry) -> bytes:
        card, about = self._card(entry), self._about
        image = about.absolute(quoted(paths.image(entry.slug))) if self._picture(card) else ""
        address = about.absolute(self._embed_url(entry))
        return as_json(embed.oembed(card, address, about.absolute("./"), image, line(about.author)))

    def samples(self, slug: str) -> tuple[tuple[str, str], ...]:
        """What others paste to show an entry, each with a label; something stands for an address that isn't known.

        Args:
            slug: that of the entry.
        """
        entry = self._own.get(slug)
        if entry is None or not self._settings.embeds:
            return ()
        card = self._card(entry)
        target, framed, drawn, data = (
            absolute(self._about, url)
            for url in (
                card.permalink,
                self._catalogue.url(paths.embed(slug)),
                quoted(paths.badge(slug)),
                quoted(paths.badge_data(slug)),
            )
        )
        shield = ("A badge in the look of shields.io: address of an image", badge.shield(data))
        return (
            ("A card: HTML", embed.frame(card, framed)),
            ("A badge: Markdown", f"[![{markdown_text(card.title)}]({drawn})]({target})"),
            *([shield] if self._about.url else []),
        )

    # Entries

    @cached_property
    def _own(self) -> dict[str, Entry]:
        """The entries that have files of their own: of those with the same slug, which the check reports, the first."""
        found: dict[str, Entry] = {}
        for entry in self._library.entries:
            if paths.fits(entry.slug):
                found.setdefault(entry.slug, entry)
        return found

    @cached_property
    def _taken(self) -> set[str]:
        return {*self._library.files, *map(file_of, self._catalogue.routes.pages)}

    def _owns(self, entry: Entry) -> bool:
        return self._own.get(entry.slug) is entry

    def _card(self, entry: Entry) -> Card:
        found = self._cards.get(entry.path)
        if found is None:
            found = self._cards[entry.path] = card(self._catalogue, self._about, entry)
        return found

    def _is_free(self, path: str) -> bool:
        """Whether the library has no page or file of its own there."""
        return path not in self._taken


def _content(content: Callable[[Picture], bytes], picture: Callable[[], Picture | None]) -> bytes | None:
    shown = picture()
    return None if shown is None else content(shown)
