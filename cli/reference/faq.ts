import { Eta } from "eta";
import {
  APPLICATION_DATES,
  DATA_PROTECTION_FACTS,
  DOCUMENTATION_RETENTION,
  GENERAL_PURPOSE_MODELS,
  INCIDENT_DEADLINES,
  INCIDENT_RULES,
  LOG_RETENTION,
  provision,
  type ProvisionId,
} from "../../regulation";
import { anchorOfProvision, nameOf } from "./law";
import { table } from "./markdown";

const templates = new Eta({ views: __dirname, autoEscape: false, autoTrim: false });

/** The page of questions: ours in faq.eta, the law's sentences from `regulation/`. */
export function faqPage(): string {
  return templates.render("./faq", {
    law: quoted,
    floorDays: LOG_RETENTION.floorDays,
    floorSource: LOG_RETENTION.source.citation,
    defaultDays: LOG_RETENTION.defaultDays,
    retentionCaveat: LOG_RETENTION.caveat,
    documentationYears: DOCUMENTATION_RETENTION.yearsAfterPlacingOnTheMarket,
    documentationSource: DOCUMENTATION_RETENTION.source.citation,
    personalData: DATA_PROTECTION_FACTS.map(({ fact, source }) => `- ${fact} (${source.citation})`).join(
      "\n",
    ),
    dates: table(
      ["what", "class of system", "from"],
      APPLICATION_DATES.map(({ applies, classOfSystem, date, amended }) => [
        "part" in applies ? applies.part : applies.provision,
        nameOf(classOfSystem),
        amended ? `${date} ${amended.mark}` : date,
      ]),
    ),
    incidents: INCIDENT_RULES,
    deadlines: table(
      ["kind", "latest report, days after becoming aware"],
      INCIDENT_DEADLINES.map(({ kind, days }) => [kind, String(days)]),
    ),
    gpai: GENERAL_PURPOSE_MODELS,
  });
}

/** What provisions say, as quotations with links to where their sources stand. */
function quoted(...ids: readonly ProvisionId[]): string {
  return ids
    .map((id) => {
      const { summary, amended } = provision(id);
      const mark = amended ? ` ${amended.mark}` : "";
      return `> **[${id}](reference/law.md#${anchorOfProvision(id)})**: ${summary}${mark}`;
    })
    .join("\n>\n");
}
