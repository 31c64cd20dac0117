import type { ProvisionId } from "../../regulation";
import {
  LINK_VERDICTS,
  worst,
  type ChainLink,
  type LinkId,
  type LinkSource,
  type LinkVerdict,
} from "./model";

/** What an inspector calls a link, which duties it serves, and what it says of itself where nothing was looked at. */
export const LINKS: Readonly<
  Record<LinkId, { readonly title: string; readonly duties: readonly ProvisionId[] }>
> = {
  "log-entry": { title: "Log entry", duties: ["Art12(1)"] },
  "archive-object": { title: "Archived object", duties: ["Art19(1)"] },
  "object-lock": { title: "Lock of the object", duties: ["Art19(1)", "Art26(6)"] },
  "model-version": { title: "Registered model version", duties: ["Art12(1)", "Art17(1)"] },
  run: { title: "Training run", duties: ["Art9(8)", "Art17(1)"] },
  datasets: { title: "Data sets", duties: ["Art10"] },
  "risk-assessment": { title: "Risk assessment", duties: ["Art9"] },
  approval: { title: "Approval", duties: ["Art17(1)"] },
  "gate-decision": { title: "Decision of the gate", duties: ["Art17(1)"] },
  monitors: { title: "Monitors", duties: ["Art72"] },
  alerts: { title: "Alerts", duties: ["Art72"] },
  "risk-register": { title: "Risk register", duties: ["Art9"] },
  infrastructure: { title: "Reviewed infrastructure", duties: ["Art17(1)", "Art19(1)"] },
};

/**
 * Collects what looking at a link showed. Its verdict is the worst of what was said, and a link of which nothing was said
 * could not be told: nothing is met that nobody looked at.
 */
export class Looking {
  readonly #said: { readonly verdict: LinkVerdict; readonly sentence: string }[] = [];
  readonly #facts: { readonly label: string; readonly value: string }[] = [];
  readonly #sources: LinkSource[] = [];

  constructor(private readonly id: LinkId) {}

  met(sentence: string): this {
    return this.say("met", sentence);
  }

  broken(sentence: string): this {
    return this.say("broken", sentence);
  }

  missing(sentence: string): this {
    return this.say("missing", sentence);
  }

  cannotTell(sentence: string): this {
    return this.say("cannot-tell", sentence);
  }

  say(verdict: LinkVerdict, sentence: string): this {
    this.#said.push({ verdict, sentence });
    return this;
  }

  /** Nothing is noted for a value that is not there. */
  fact(label: string, value: string | number | undefined): this {
    if (value !== undefined) this.#facts.push({ label, value: String(value) });
    return this;
  }

  source(kind: LinkSource["kind"], where: string, sha256?: string): this {
    this.#sources.push({ kind, where, ...(sha256 !== undefined && { sha256 }) });
    return this;
  }

  get verdict(): LinkVerdict {
    return worst(this.#said.map(({ verdict }) => verdict));
  }

  link(): ChainLink {
    const { verdict } = this;
    const sentences = LINK_VERDICTS.toSorted((one, other) => rank(one) - rank(other)).flatMap((each) =>
      // Of a link that holds it is told why; of another, what keeps it from holding.
      each === verdict || (verdict !== "met" && each !== "met")
        ? this.#said.filter((said) => said.verdict === each).map(({ sentence }) => sentence)
        : [],
    );
    return {
      id: this.id,
      verdict,
      reason: [...new Set(sentences)].join(" ") || "Nothing was looked at.",
      duties: [...LINKS[this.id].duties],
      facts: this.#facts,
      sources: this.#sources,
    };
  }
}

const rank = (verdict: LinkVerdict): number => ["broken", "missing", "cannot-tell", "met"].indexOf(verdict);
