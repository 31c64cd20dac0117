import { CLOCKS_APART_MS, runBegan, timeOf } from "../moments";
import { BOTH_STEPS, CannotTell, type RunRequirement } from "../requirement";

export const thresholdsOlder: RunRequirement = {
  id: "thresholds-older",
  of: "run",
  duties: ["Art9(8)"],
  title: "The thresholds are older than the run they judge",
  why: "A threshold that was chosen when the result was known tests nothing.",
  how: "Set thresholds first, have them reviewed and merged, then train. What counts is the last commit that changed configs/thresholds/<system>.yaml on the branch, against the first write of the run that the gate saw.",
  steps: BOTH_STEPS,
  check(facts, { requirements, at }) {
    if (!requirements?.thresholds) throw new CannotTell("the system has no thresholds");
    const { provenance } = requirements;
    if ("unknownBecause" in provenance)
      throw new CannotTell(`since when ${provenance.file} stands is not known: ${provenance.unknownBecause}`);
    const since = Date.parse(provenance.committedAt);
    if (Number.isNaN(since) || since > at.getTime() + CLOCKS_APART_MS)
      throw new CannotTell(
        `the commit of ${provenance.file} has no time that can be: ${provenance.committedAt}`,
      );
    const began = runBegan(facts);
    if (since < began) return [];
    return [
      {
        what: `The thresholds stand since ${timeOf(since)} (commit ${provenance.commit.slice(0, 12)} of ${provenance.file}), and the run began at ${timeOf(began)}.`,
        fix: "Train again: these thresholds judge runs that begin after them.",
      },
    ];
  },
};
