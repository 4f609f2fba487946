/** What is fetched when the search is first used: what the dialog does, and what the search page does. */
import { attach as attachDialog } from "./dialog.js";
import { attach as attachPage } from "./page.js";

export const parts = { dialog: attachDialog, page: attachPage };
