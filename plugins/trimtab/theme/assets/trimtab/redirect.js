// Leads on from an address that a page had before, with what follows the # and the ?. Without this script the page
// leads on by itself, to the top of the other.
const link = document.querySelector("a[data-tt-redirect]");
if (link && link.host === location.host && link.protocol === location.protocol) {
  link.search = location.search;
  link.hash = location.hash;
  location.replace(link.href);
}
