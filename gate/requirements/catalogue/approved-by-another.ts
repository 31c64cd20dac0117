import { approverFindings } from "../approver";
import { CannotTell, type VersionRequirement } from "../requirement";

export const approvedByAnother: VersionRequirement = {
  id: "approved-by-another",
  of: "version",
  duties: ["Art17(1)"],
  title: "A person approved who took no part: four eyes",
  why: "Whoever trained, wrote to run, model, files or version does not release it. Two accounts of one person are not noticed.",
  how: "Ask a person of `production.approvers` who has not written to run, logged model, artifacts or version. Programs never approve.",
  steps: ["promotion"],
  check(facts, context) {
    const { approval } = facts;
    if (!approval) throw new CannotTell("nobody has approved");
    const { approver: id, approverName: name, approverKind: kind, approverGroups: groups } = approval;
    return approverFindings({ id, name, kind, groups }, facts, context.requirements);
  },
};
