/** The instruments that have pages of their own. */
import { attach as together } from "./together.js";
import { attach as map } from "./map.js";
import { attach as whichLevel } from "./which-level.js";
import { attach as ladder } from "./ladder.js";
import { attach as keepsHappening } from "./what-keeps-happening.js";

export const instruments = {
  ladder,
  map,
  together,
  "what-keeps-happening": keepsHappening,
  "which-level": whichLevel,
};
