import { Eta } from "eta";

const engine = new Eta();

/** Text between tags or quotation marks of HTML and XHTML, as our templates write it. */
export const escapeHtml = (text: string): string => engine.config.escapeFunction(text);
