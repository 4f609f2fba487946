"""The page for those who link to a library: settings for their wikis, documents and browsers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from trimtab.core.model import Entry, Status
from trimtab.core.routes import identity, quoted
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.linkkit import UNKNOWN, absolute, prefix
from trimtab.site.listings import GeneratedPage
from trimtab.site.views import Item, Value

TITLE = "Link to us"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the page shows; samples are ready to be copied."""

    title: str
    intro: str
    known: bool
    """Whether the site's own address is known; else `unknown` stands for it."""
    item: Item
    """An entry to show by."""
    slug: str
    """Its permanent name."""
    address: str
    """Its permanent address."""
    mediawiki: str
    dokuwiki: str
    trac: str
    intersphinx: str
    mkdocstrings: str
    prefix: str
    searches: tuple[tuple[str, str], ...]
    """What to search for, and the address that does."""
    files: tuple[Value, ...]
    """The library as data."""
    unknown: str = UNKNOWN


def pages(catalogue: Catalogue, about: About) -> tuple[GeneratedPage, ...]:
    """The page, where the library has something to link to."""
    entry = _example(catalogue)
    if entry is None:
        return ()
    intro = (
        "Links to this library last. Each entry has a permanent address, which stays when it is renamed or moved, "
        "and its page has the link ready in the form that you need, under “Link to this”."
    )
    view = _view(catalogue, about, entry, intro)
    description = "How to link to this library so that the links last."
    return (GeneratedPage(urls.LINK, TITLE, "link.html", view, description, in_nav=True),)


def _example(catalogue: Catalogue) -> Entry | None:
    """The entry to show by: one that others may link to, best of the kind that most libraries are about."""
    library = catalogue.library
    others = (entry for entry in library.entries if entry.status is not Status.REMOVED)
    entries = (*library.of_kind("pattern"), *library.current, *others)
    lasting = (entry for entry in entries if catalogue.permalink(entry) != catalogue.url(entry.path))
    return next(lasting, next(iter(entries), None))


def _view(catalogue: Catalogue, about: About, entry: Entry, intro: str) -> LinkView:
    before, _, after = absolute(about, catalogue.routes.permanent("NAME")).rpartition("NAME")
    name = prefix(about)
    return LinkView(
        title=TITLE,
        intro=intro,
        known=bool(about.url),
        item=catalogue.item(entry),
        slug=identity(entry, catalogue.library.settings),
        address=absolute(about, catalogue.permalink(entry)),
        mediawiki="INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)\n"
        f"VALUES ('{name}', '{before}$1{after}', '', '', 0, 0);",
        dokuwiki=f"{name} {before}{{NAME}}{after}",
        trac=f"{name} {before}$1{after} # $1 in {about.title}",
        intersphinx=f'intersphinx_mapping = {{\n    "{name}": ("{absolute(about, "")}", None),\n}}',
        mkdocstrings="plugins:\n  - mkdocstrings:\n      handlers:\n        python:\n          inventories:\n"
        f"            - url: {absolute(about, urls.INVENTORY)}\n              domains: [std]",
        prefix=name,
        searches=_searches(catalogue, about, entry),
        files=(
            Value("index.json", urls.API, "what there is"),
            Value("names.json", urls.NAMES_DATA, "what each name and each address means, earlier ones too"),
            Value("entries.json", urls.ENTRIES_DATA, "all entries with what they say of themselves"),
            Value("graph.json", urls.GRAPH_DATA, "how they are related"),
            Value(
                f"{entry.slug}.json", quoted(urls.entry_data(entry.slug)), "one entry, enough for a preview"
            ),
            Value(f"{entry.slug}.md", quoted(urls.entry_markdown(entry.slug)), "one entry as it was written"),
        ),
    )


def _searches(catalogue: Catalogue, about: About, entry: Entry) -> tuple[tuple[str, str], ...]:
    if not catalogue.library.settings.search:
        return ()
    search = absolute(about, catalogue.url(urls.SEARCH))
    level = catalogue.item(entry).level
    levels = [(f"What acts at level {level}", f"{search}?level={level}")] if level else []
    return (
        (f"What speaks of “{entry.title}”", f"{search}?q={quote(entry.title, safe='')}"),
        *levels,
        ("A search by a keyword of your browser", f"{search}?q=%s"),
    )
