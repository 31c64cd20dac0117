import { compose, type Plan } from "./compose";
import type { GeneratedDocument } from "./document";
import { factsOf, type Facts } from "./facts";
import type { DocumentsInput } from "./input";
import { articlesAndResources } from "./pages/articles-and-resources";
import { changes } from "./pages/changes";
import { covered } from "./pages/covered";
import { development } from "./pages/development";
import { functioning } from "./pages/functioning";
import { loggingPlan } from "./pages/logging-plan";
import { logsForDeployers } from "./pages/logs-for-deployers";
import { monitoringPlan } from "./pages/monitoring-plan";

/** All documents, in the order in which they are listed. */
const PAGES: readonly ((facts: Facts) => Plan)[] = [
  development,
  functioning,
  changes,
  monitoringPlan,
  loggingPlan,
  logsForDeployers,
  articlesAndResources,
  covered,
];

/**
 * Generates the documents of one system in one environment. The same input gives the same text on every machine, whatever
 * the time.
 *
 * @throws UserError when a vault was given and cannot be read
 */
export async function documentsOf(input: DocumentsInput): Promise<readonly GeneratedDocument[]> {
  const facts = await factsOf(input);
  return PAGES.map((page) => compose(page(facts), input));
}
