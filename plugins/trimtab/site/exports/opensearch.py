"""How the site is searched, for browsers that offer its search among theirs: OpenSearch 1.1."""

from __future__ import annotations

from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import line, xml

SHORT, LONG, DESCRIPTION = 16, 48, 1024
"""How long its names and its description may be."""
_FORM = """\
<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{short}</ShortName>
<LongName>{long}</LongName>
<Description>{description}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" method="get" template="{search}?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{own}"/>
</OpenSearchDescription>
"""


def opensearch(catalogue: Catalogue, about: About) -> str:
    """The description; empty where there is no search, or where the site's address isn't known."""
    if not about.url or not catalogue.library.settings.search:
        return ""
    return _FORM.format(
        short=xml(_short(about.title, SHORT)),
        long=xml(_short(about.title, LONG)),
        description=xml(_short(line(about.description) or f"Search {about.title}", DESCRIPTION)),
        search=xml(_literal(about.absolute(catalogue.url(urls.SEARCH)))),
        own=xml(_literal(about.absolute(urls.OPENSEARCH))),
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _literal(address: str) -> str:
    """An address in which nothing is a parameter of a template."""
    return address.replace("{", "%7B").replace("}", "%7D")
