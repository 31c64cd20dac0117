import { own } from "../own";
import { CannotTell, type Finding, type VersionRequirement, runOf } from "../requirement";
import { shown } from "../shown";
import { CHANGE_CLASSES } from "../tags";

const SHORTEST_WHY = 10;
const KEY = "ai_act.change_class";

export const modificationAssessed: VersionRequirement = {
  id: "modification-assessed",
  of: "version",
  duties: ["Art3(23)", "Art43(4)", "annex-iv:2(f)", "annex-iv:6"],
  title:
    "It is assessed whether the change is a substantial modification, and a substantial one has its conformity assessment",
  why: "A substantial modification needs a new conformity assessment before it is put into service; a predetermined one does not.",
  how: 'The approver says `--modification predetermined|substantial --why "…"`, the same class as the run\'s tag `ai_act.change_class`, and for a substantial one `--conformity-assessment <reference>`.',
  steps: ["promotion"],
  check(facts) {
    const { approval } = facts;
    if (!approval) throw new CannotTell("the assessment comes with the approval, and there is none");
    const { class: assessed, why, conformityAssessment } = approval.modification;
    const tagged = own(runOf(facts).tags, KEY);
    return [
      ...((CHANGE_CLASSES as readonly string[]).includes(assessed)
        ? []
        : [finding(`The change is assessed as ${shown(assessed)}; predetermined or substantial is needed.`)]),
      ...(tagged === undefined || tagged === assessed
        ? []
        : [
            finding(
              `The approver assessed the change as ${assessed}, and the run's tag ${KEY} says ${shown(tagged)}.`,
            ),
          ]),
      ...(why.trim().length >= SHORTEST_WHY
        ? []
        : [finding("The assessment of the change gives no reason.")]),
      ...(assessed === "substantial" && (conformityAssessment ?? "").trim() === ""
        ? [
            {
              what: "The change is a substantial modification, and no conformity assessment is named.",
              fix: "Carry out the conformity assessment (Art 43(4)), and approve again with --conformity-assessment.",
            },
          ]
        : []),
    ];
  },
};

const finding = (what: string): Finding => ({
  what,
  fix: "Agree with the trainer on the class, set the run's tag, and approve again with class and reason.",
});
