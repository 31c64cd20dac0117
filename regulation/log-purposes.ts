import { aiAct } from "./provision";

/** What logs are for, Article 12(2); every event type names the purposes it serves. */
export const LOG_PURPOSES = {
  "12(2)(a)": {
    purpose: "Identify situations that may result in a risk (Article 79(1)) or in a substantial modification",
    source: aiAct("Article 12(2)(a)"),
  },
  "12(2)(b)": {
    purpose: "Facilitate post-market monitoring (Article 72)",
    source: aiAct("Article 12(2)(b)"),
  },
  "12(2)(c)": {
    purpose: "Monitor operation by the deployer (Article 26(5))",
    source: aiAct("Article 12(2)(c)"),
  },
} as const;

export type LogPurpose = keyof typeof LOG_PURPOSES;
