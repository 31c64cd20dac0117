import {
  APPLICATION_DATES,
  DATA_PROTECTION_FACTS,
  DATE_READ,
  DOCUMENTATION_RETENTION,
  EVIDENCE_HOLD,
  FINANCIAL_DEROGATIONS,
  GENERAL_PURPOSE_MODELS,
  INCIDENT_DEADLINES,
  INCIDENT_RULES,
  LEGACY_SYSTEMS,
  LOG_PURPOSES,
  LOG_RETENTION,
  PROVISIONS,
  STANDARDS,
  type Amendment,
  type ApplicationDate,
  type Provision,
  type Source,
} from "../../regulation";
import { table } from "./markdown";

/** The page of every fact about the law that the product relies on. */
export function lawPage(): string {
  return [
    "# The law, as this product reads it",
    "Made by `npm run generate` from `regulation/`; do not edit.",
    `Regulation (EU) 2024/1689, the AI Act, in our own words and as far as the product touches it. The law's text prevails; nothing here is
legal advice. Read on ${DATE_READ}, most of it in ${quotedFrom()}. **[Q]** marks what was amended and is quoted by others: counsel has
to read it again in the Official Journal.`,
    table(
      ["here", "what that means"],
      [
        ["required", "the law demands it, and the product refuses what falls short"],
        ["policy default", "the product's own choice; the law does not ask for it"],
        ["supports", "the product gives material for the duty; the duty itself is wider"],
        ["not covered", "the product does nothing for it"],
      ],
    ),
    "## Provisions",
    ...PROVISIONS.map(provisionSection),
    "## From when it applies",
    table(
      ["what", "class of system", "from", "source"],
      APPLICATION_DATES.map(({ applies, classOfSystem, date, source, amended }) => [
        "part" in applies ? applies.part : link(applies.provision),
        nameOf(classOfSystem),
        date,
        cited(source, amended),
      ]),
    ),
    `Systems that were there before: ${link(LEGACY_SYSTEMS.provision)}; those of public authorities by ${LEGACY_SYSTEMS.publicAuthoritiesBy}.`,
    "## How long to keep what",
    table(
      ["what", "how long", "here", "source"],
      [
        [
          "logs, at the least",
          `${LOG_RETENTION.floorDays} days: the longest six months of the calendar`,
          LOG_RETENTION.floorStatus,
          cited(LOG_RETENTION.source),
        ],
        [
          "logs, by default",
          `${LOG_RETENTION.defaultDays} days: ten years`,
          LOG_RETENTION.defaultStatus,
          cited(LOG_RETENTION.defaultSource),
        ],
        [
          "documentation",
          `${DOCUMENTATION_RETENTION.yearsAfterPlacingOnTheMarket} years after the system is placed on the market or put into service, whenever the single record was made`,
          DOCUMENTATION_RETENTION.status,
          cited(DOCUMENTATION_RETENTION.source),
        ],
      ],
    ),
    `${LOG_RETENTION.caveat} An evidence hold after an incident outranks the end of both periods: the product's own choice (${cited(EVIDENCE_HOLD.source)}), with ${EVIDENCE_HOLD.provisions.map(link).join(", ")} in view.`,
    "## Purposes of the log",
    table(
      ["purpose", "", "source"],
      Object.entries(LOG_PURPOSES).map(([id, { purpose, source }]) => [`Art ${id}`, purpose, cited(source)]),
    ),
    "## Serious incidents",
    table(
      ["kind", "latest report, days after becoming aware", "source"],
      INCIDENT_DEADLINES.map(({ kind, days, source }) => [kind, String(days), cited(source)]),
    ),
    [
      INCIDENT_RULES.clock,
      INCIDENT_RULES.due,
      INCIDENT_RULES.death,
      INCIDENT_RULES.firstReport,
      INCIDENT_RULES.evidence,
    ]
      .map((rule) => `- ${rule}`)
      .join("\n"),
    "## Financial institutions",
    table(
      ["provision", "what is different"],
      FINANCIAL_DEROGATIONS.map((each) => [link(each.provision), each.effect]),
    ),
    "## Personal data",
    DATA_PROTECTION_FACTS.map(({ fact, source }) => `- ${fact} (${cited(source)})`).join("\n"),
    "## General-purpose models",
    `${GENERAL_PURPOSE_MODELS.notice} (${link(GENERAL_PURPOSE_MODELS.provision)}). ${GENERAL_PURPOSE_MODELS.logged}`,
    "## Standards",
    table(
      ["standard", "about", "stage", "cited in the Official Journal"],
      STANDARDS.map(({ id, subject, stage, isCitedInOfficialJournal }) => [
        id,
        subject,
        stage === "draft" ? "draft" : "published",
        isCitedInOfficialJournal ? "yes" : "no: no legal effect yet",
      ]),
    ),
    "",
  ].join("\n\n");
}

function provisionSection({ id, title, summary, dutyOf, status, source, amended }: Provision): string {
  return [
    `### ${id}`,
    `**${title}.** ${summary}`,
    `Duty of: ${dutyOf}. Here: ${status}. Source: ${cited(source, amended)}`,
  ].join("\n\n");
}

/** A class of system as people write it. */
export const nameOf = (classOfSystem: ApplicationDate["classOfSystem"]): string =>
  ({ "annex-iii": "Annex III", "annex-i": "Annex I", any: "any" })[classOfSystem];

/** Where a provision's section begins on this page. */
export const anchorOfProvision = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const link = (id: string): string => `[${id}](#${anchorOfProvision(id)})`;

const cited = ({ citation }: Source, amended?: Amendment): string =>
  amended ? `${citation} ${amended.mark}: ${amended.change}` : citation;

/** What was read in place of the Official Journal; the same for most. */
function quotedFrom(): string {
  return PROVISIONS.flatMap(({ source }) => source.quotedFrom ?? [])[0] ?? "the Official Journal";
}
