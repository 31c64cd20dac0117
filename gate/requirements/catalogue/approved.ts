import { CLOCKS_APART_MS } from "../moments";
import type { VersionRequirement } from "../requirement";
import { shown } from "../shown";

export const approved: VersionRequirement = {
  id: "approved",
  of: "version",
  duties: ["Art17(1)", "annex-iv:2(g)"],
  title: "The version is approved, in this very state",
  why: "Release is a decision of a person: a signed record says whose, when, and on which evidence.",
  how: "An approver runs `evidence approve <name> <version>`. An approval is for the evidence and files of that moment: any change afterwards needs a new one.",
  steps: ["promotion"],
  check({ version, approval }, { at }) {
    const fix = `Ask an approver who took no part: evidence approve ${version.name} ${version.version}.`;
    if (!approval) return [{ what: "No approval stands for this version in its present state.", fix }];
    const given = Date.parse(approval.at);
    if (given <= at.getTime() + CLOCKS_APART_MS) return [];
    return [
      {
        what: `The approval ${shown(approval.id)} is dated ${shown(approval.at)}, which is not before now.`,
        fix,
      },
    ];
  },
};
