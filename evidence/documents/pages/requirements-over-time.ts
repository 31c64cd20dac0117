import { stackName } from "../../../configs";
import { OBLIGATIONS, REQUIREMENTS_OF_THE_SYSTEM, type AskedElement } from "../../../regulation";
import { table } from "../../markdown";
import { judgedAbout } from "../facts/serving";
import type { Facts } from "../facts";
import { lacks, tells, type Part } from "../said";
import { named, notDeployed } from "../words";

const TITLE = "By what the requirements are evaluated";

/** By what it can be told over the lifetime whether each requirement of Chapter III, Section 2, stays met. */
export function requirementsOverTime(facts: Facts, element: AskedElement): Part {
  const { monitors, input } = facts;
  const ofStacks = judgedAbout(input);
  const rows = REQUIREMENTS_OF_THE_SYSTEM.map(({ article, provisions }) => {
    const about = (duties: readonly string[]) => provisions.some((id) => duties.includes(id));
    const watching = monitors.filter(({ duties }) => about(duties));
    const material = OBLIGATIONS.flatMap((obligation) =>
      obligation.status !== "not covered" &&
      about(obligation.provisions) &&
      obligation.servedBy.every((part) => isDeployed(facts, part))
        ? [obligation.how]
        : [],
    );
    const judged = ofStacks.filter(({ duties }) => about(duties));
    return { article, watching, material, judged };
  });
  // Material that lies in the archive tells nobody by itself: without a monitor nothing is looked at over time.
  if (monitors.length === 0)
    return { title: TITLE, says: [lacks(element, notDeployed(facts, "monitor of this system"))] };
  const dark = rows.filter(
    ({ watching, material, judged }) => watching.length + material.length + judged.length === 0,
  );
  return {
    title: TITLE,
    says: [
      dark.length > 0
        ? lacks(
            element,
            `Nothing tells of ${dark.map(({ article }) => article).join(", ")}. The provider supplies it.`,
          )
        : tells(
            element,
            "Material for the provider's evaluation, requirement by requirement. It shows what is looked at, and leaves the judgement to people.",
            table(
              ["Requirement", "Monitors", "What else tells of it", "Rules on resources"],
              rows.map(({ article, watching, material, judged }) => [
                article,
                watching.length > 0 ? named(watching) : "none",
                material.length > 0 ? material.join(" ") : "nothing",
                tallied(judged),
              ]),
            ),
          ),
    ],
  };
}

/** Whether a part of the product that is worth something only where it is deployed is deployed here. */
function isDeployed({ deployed, archive, monitors, input }: Facts, part: string): boolean {
  if (part === "gate")
    return deployed.resources.some(({ stack }) => stack === stackName.mlflow(input.environment.id));
  if (part === "constructs/art72-monitoring") return monitors.length > 0;
  if (part === "constructs/art12-logging" || part === "evidence/archive") return archive !== undefined;
  return true;
}

function tallied(judged: Facts["input"]["judged"]): string {
  const count = (verdict: string) => judged.filter((each) => each.verdict === verdict).length;
  const [met, unmet, unknown] = ["met", "unmet", "unknown"].map(count);
  if (!met && !unmet && !unknown) return "none";
  return [
    `${met} met`,
    ...(unmet ? [`**${unmet} unmet**`] : []),
    ...(unknown ? [`**${unknown} cannot be told**`] : []),
  ].join(", ");
}
