/** The instruments that stand in entries. */
import { attach as simulation } from "./simulation.js";
import { attach as worksheet } from "./worksheet.js";

export const instruments = { simulation, worksheet };
