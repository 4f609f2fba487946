/** What every page has: each part looks for what it serves, and fetches the rest when that is used. */
import "./search/main.js";
import "./table.js";
import "./preview.js";
import "./linkkit.js";
import "./instruments/main.js";
