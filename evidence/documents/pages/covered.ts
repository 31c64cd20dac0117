import {
  ANNEX_IV,
  DOCUMENT_ELEMENTS,
  GENERAL_PURPOSE_MODELS,
  NOT_COVERED,
  OBLIGATIONS,
  STANDARDS,
  type ServedObligation,
} from "../../../regulation";
import { code, sentence, table } from "../../markdown";
import type { Plan } from "../compose";
import { judgedAbout } from "../facts/serving";
import type { Facts } from "../facts";
import { adds, type Part } from "../said";

const STATUSES = [
  [
    "required",
    "Refused where it falls short",
    "The law demands it, and the product refuses what falls short.",
  ],
  ["supports", "Supported", "The product gives material for the duty; the duty itself is wider."],
  ["policy default", "This product's own choice", "The law does not ask for it."],
] as const;

/** What the product does for each obligation, and what it does not. */
export function covered(facts: Facts): Plan {
  return {
    name: "covered-and-not-covered",
    title: "What is covered, supported, and not covered",
    about:
      "Every obligation that the product knows, with what it does for it. What is not covered is left to people and other tools, and is written down so that nobody takes silence for an answer.",
    parts: [
      ...STATUSES.map(([status, title, means]) => served(status, title, means)),
      left(),
      annexIv(),
      exceptions(facts),
      around(facts),
    ],
  };
}

function served(status: ServedObligation["status"], title: string, means: string): Part {
  const own = OBLIGATIONS.filter((each): each is ServedObligation => each.status === status);
  return {
    title,
    says: [
      adds(
        means,
        table(
          ["Obligation", "Provisions", "Whose", "What the product does", "By"],
          own.map(({ text, provisions, dutyOf, how, servedBy }) => [
            text,
            provisions.join(", "),
            dutyOf,
            how,
            servedBy.map((part) => code(part)).join(", "),
          ]),
        ),
      ),
    ],
  };
}

function left(): Part {
  return {
    title: "Not covered",
    says: [
      adds(
        table(
          ["Obligation", "Provisions", "Whose", "Why not"],
          NOT_COVERED.map(({ text, provisions, dutyOf, reason }) => [
            text,
            provisions.join(", "),
            dutyOf,
            reason,
          ]),
        ),
      ),
    ],
  };
}

/** Points of which elements are asked for in a generated document. */
function annexIv(): Part {
  const generated = new Set(
    Object.values(DOCUMENT_ELEMENTS).flatMap((all) => all.map(({ ref }) => String(ref))),
  );
  const isGenerated = (ref: string) =>
    [...generated].some((each) => each === ref || each.startsWith(`${ref}(`));
  return {
    title: "Annex IV, point by point",
    says: [
      adds(
        table(
          ["Point", "About", "Generated"],
          ANNEX_IV.filter(({ ref }) => !ref.includes("(")).map(({ ref, title }) => [
            ref.replace("annex-iv:", ""),
            title,
            isGenerated(ref) ? "yes, with what is missing in it" : "no: the provider writes it",
          ]),
        ),
      ),
    ],
  };
}

/** Exceptions from the rules that hold here, and what the rules do not find in order. */
function exceptions({ input }: Facts): Part {
  const { waivers } = input.environment;
  const open = judgedAbout(input).filter(({ verdict }) => verdict === "unmet" || verdict === "unknown");
  return {
    title: "Waivers and open findings in this environment",
    says: [
      adds(
        waivers.length === 0
          ? "No waiver is declared."
          : table(
              ["Rule", "Resource", "Reason", "Approved by", "Until"],
              waivers.map(({ rule, resource, reason, approver, expires }) => [
                code(rule),
                code(resource),
                sentence(reason),
                sentence(approver),
                expires,
              ]),
            ),
        open.length === 0
          ? input.stacks.length === 0
            ? "No synthesized stacks were given: nothing was judged."
            : "Of these stacks no rule is unmet, and none cannot be told."
          : table(
              ["Rule", "Resource", "Verdict"],
              open.map(({ rule, address, verdict }) => [
                code(rule),
                code(address),
                verdict === "unmet" ? "**unmet**" : "**cannot be told**",
              ]),
            ),
      ),
    ],
  };
}

function around({ input }: Facts): Part {
  const { upstreamGpai } = input.system.regulatory;
  return {
    title: "Standards and general-purpose models",
    says: [
      adds(
        "Standards whose words are followed. A standard helps in law only once the Official Journal cites it.",
        table(
          ["Standard", "About", "Stage", "Cited in the Official Journal"],
          STANDARDS.map(({ id, subject, stage, isCitedInOfficialJournal }) => [
            id,
            subject,
            stage,
            isCitedInOfficialJournal ? "yes" : "no",
          ]),
        ),
        upstreamGpai === "none"
          ? "The system wraps no general-purpose model."
          : `The system wraps a general-purpose model: ${GENERAL_PURPOSE_MODELS.notice}. ${GENERAL_PURPOSE_MODELS.logged}`,
      ),
    ],
  };
}
