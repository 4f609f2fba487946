"""The other side of a link: exports of wikis are read, and links into a library that no longer hold are found."""
