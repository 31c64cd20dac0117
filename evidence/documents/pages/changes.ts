import { provision } from "../../../regulation";
import { bullets, code, sentence, table } from "../../markdown";
import type { Plan } from "../compose";
import { counted } from "../counted";
import {
  doubted,
  relied,
  type Decision,
  type Deploy,
  type History,
  type PlanReview,
  type Promotion,
} from "../facts/history";
import type { Facts } from "../facts";
import { adds, lacks, unless, type Part } from "../said";
import { asked as element, NO_RECORDS } from "../words";

const asked = (id: string) => element("changes", id);

/** Annex IV, point 6: changes through the lifecycle, as they are recorded. */
export function changes(facts: Facts): Plan {
  const { history } = facts;
  return {
    name: "annex-iv-6-changes",
    title: "Changes through the lifecycle (Annex IV, point 6)",
    ofProvider: true,
    about: `${provision("Art3(23)").summary} ${provision("Art43(4)").summary} Times are those of the writers' clocks.`,
    parts:
      history === undefined
        ? [
            {
              title: "Changes",
              says: [
                lacks(asked("relevant-changes"), NO_RECORDS),
                lacks(asked("class-of-changes"), NO_RECORDS),
              ],
            },
          ]
        : [
            releases(history),
            assessed(history),
            decisions(history),
            infrastructure(history),
            notReliedOn(history),
          ],
  };
}

const TAGS = [
  ["ai_act.change_id", "Change"],
  ["ai_act.change_reason", "Why"],
  ["ai_act.change_class", "Class"],
  ["ai_act.risk_assessment", "Risk assessment"],
  ["ai_act.data_governance", "Data governance"],
  ["ai_act.code_commit", "Commit"],
] as const;

function releases(history: History): Part {
  const sound = relied(history.promotions);
  return {
    title: "Model versions let into production, with what their runs say",
    says: [
      sound.length === 0
        ? lacks(
            asked("relevant-changes"),
            "No release is recorded that can be relied on. The provider supplies it: a release through the gate records it.",
          )
        : unless(
            releasesUnclear(history),
            asked("relevant-changes"),
            table(
              ["Recorded at", "Version", ...TAGS.map(([, title]) => title), "Let in by", "Record"],
              sound.map((promotion) => [
                promotion.at,
                code(promotion.details.model.version),
                ...tagsOf(promotion),
                sentence(promotion.details.principal.name),
                code(promotion.record),
              ]),
            ),
          ),
    ],
  };
}

function tagsOf({ evidence }: Promotion): string[] {
  if (typeof evidence === "string")
    return TAGS.map((_, index) => (index === 1 ? `**${sentence(evidence)}**` : ""));
  const tags = evidence.evidence["run tags"] ?? {};
  return TAGS.map(([key]) => {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    if (value === undefined) return "**not said**";
    return key === "ai_act.change_reason" ? sentence(value) : code(value);
  });
}

/** Why not every release that is recorded can be told of. */
function releasesUnclear({ promotions }: History): string | undefined {
  const unclear = promotions.filter(
    ({ against, evidence }) => against.length > 0 || typeof evidence === "string",
  );
  if (unclear.length === 0) return undefined;
  return `Of ${counted(unclear.length, "release")} the record or the evidence is not to be relied on (${versionsOf(unclear)}). The platform engineer supplies it: what was changed or is gone is looked into first.`;
}

/** Why it is not known of every release whether it is a substantial modification, as after a break-glass. */
function unassessed({ promotions, decisions }: History): string | undefined {
  const approved = new Set(
    relied(decisions).flatMap(({ details }) => (details.act === "approve" ? [details.model.version] : [])),
  );
  const without = promotions.filter(({ details }) => !approved.has(details.model.version));
  if (without.length === 0) return undefined;
  return `No approval that can be relied on is recorded of ${versionsOf(without)}. The provider supplies it: \`evidence approve\` asks for the class.`;
}

const versionsOf = (promotions: readonly Promotion[]): string =>
  [...new Set(promotions.map(({ details }) => code(details.model.version)))]
    .map((version) => `version ${version}`)
    .join(", ");

function assessed(history: History): Part {
  const approvals = relied(history.decisions).flatMap(({ details, at, record }) =>
    details.act === "approve" ? [{ details, at, record }] : [],
  );
  return {
    title: "Whether a change is a substantial modification",
    says: [
      approvals.length === 0
        ? lacks(
            asked("class-of-changes"),
            "No approval is recorded that can be relied on. The provider supplies it: `evidence approve` asks for it.",
          )
        : unless(
            unassessed(history),
            asked("class-of-changes"),
            table(
              ["Recorded at", "Version", "Class", "Why", "Conformity assessment", "Approved by", "Record"],
              approvals.map(({ details: { model, modification, principal }, at, record }) => [
                at,
                code(model.version),
                modification.class,
                sentence(modification.why),
                modification.conformityAssessment === undefined
                  ? ""
                  : sentence(modification.conformityAssessment),
                sentence(principal.name),
                code(record),
              ]),
            ),
          ),
    ],
  };
}

function decisions(history: History): Part {
  const others = relied(history.decisions).filter(({ details }) => details.act !== "approve");
  return {
    title: "Decisions of the gate",
    says: [
      adds(
        others.length === 0
          ? "None besides approvals is recorded."
          : table(
              ["Recorded at", "Decision", "Version", "By which door", "Displaces", "By", "Why", "Record"],
              others.map(decisionRow),
            ),
      ),
    ],
  };
}

function decisionRow({ details, at, record }: Decision): string[] {
  const {
    act,
    model,
    door,
    displaces = [],
    principal,
    reason,
    breakGlass,
    lacks: lacking = [],
    lacksLeftOut = 0,
  } = details;
  const why = reason ?? breakGlass?.reason;
  const lacked = lacking.length + lacksLeftOut;
  return [
    at,
    act.replaceAll("-", " "),
    model.version === undefined ? "" : code(model.version),
    door === undefined ? "" : `${door.kind} ${code(door.name)}`,
    displaces.map((each) => code(each)).join(", "),
    sentence(principal.name),
    why === undefined ? (lacked > 0 ? `${counted(lacked, "thing")} missing` : "") : sentence(why),
    code(record),
  ];
}

function infrastructure(history: History): Part {
  const [reviews, deploys] = [relied(history.reviews), relied(history.deploys)];
  return {
    title: "Reviews and deploys of what carries the system and its log",
    says: [
      adds(
        reviews.length === 0
          ? "No plan review is recorded."
          : table(
              ["Recorded at", "Effect on the duties", "Weakens", "Cannot tell", "Stacks", "Record"],
              reviews.map(reviewRow),
            ),
        deploys.length === 0
          ? "No deploy is recorded."
          : table(
              ["Recorded at", "Stack", "Outcome", "Added", "Changed", "Destroyed", "Of review", "Record"],
              deploys.map(deployRow),
            ),
      ),
    ],
  };
}

const reviewRow = ({ details: { effect, weakens, unknown, plans }, at, record }: PlanReview): string[] => [
  at,
  effect,
  String(weakens),
  String(unknown),
  plans.map(({ stack }) => code(stack)).join(", "),
  code(record),
];

function deployRow({ details, at, record }: Deploy): string[] {
  const { stack, outcome, reviewSequence } = details;
  const counts =
    details.outcome === "started"
      ? ["", "", ""]
      : [details.added, details.changed, details.destroyed].map((count) => String(count));
  return [at, code(stack), outcome, ...counts, String(reviewSequence), code(record)];
}

function notReliedOn(history: History): Part {
  const all = [...history.decisions, ...history.promotions, ...history.reviews, ...history.deploys];
  const doubts = doubted(all);
  return {
    title: "Records that are not to be relied on",
    says: [
      adds(
        doubts.length === 0
          ? "None: of the records above, signature, entitlement and chain were checked with the key ring that was given."
          : bullets(
              doubts.map(
                ({ record, at, against }) =>
                  `${code(record)}, which says ${at}: ${sentence(against.join("; "))}`,
              ),
            ),
      ),
    ],
  };
}
