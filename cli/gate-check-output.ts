import { DISAGREEMENTS, outcomeOf, type Compared, type Noted, type Notes } from "../gate/agreement";
import type { Kept } from "./check-kept";
import { visible } from "./visible";

export interface Checked {
  readonly environment: string;
  readonly compared: Compared;
  readonly notes: Notes;
  readonly kept: Kept;
}

/** Prints what the comparison came to, on stdout; what could not be recorded or told, on stderr. */
export function printChecked({ environment, compared, notes, kept }: Checked, json: boolean): void {
  const { models, places, decisions, notLookedAt } = compared;
  const { findings, recovered } = notes;
  if (json) {
    const outcome = outcomeOf(findings);
    const disagreements = findings;
    console.log(
      JSON.stringify(
        { environment, outcome, models, places, decisions, disagreements, recovered, notLookedAt, ...kept },
        undefined,
        2,
      ),
    );
  } else {
    for (const finding of findings) printFinding(finding);
    for (const { code, model, version, door } of recovered)
      console.log(`+ ${nameOf({ model, version, door })} [${code}] not found any more`);
    const looked = `${models} registered models, ${places} places in production by the records`;
    console.log(
      findings.length === 0
        ? `records and registry agree: ${looked}`
        : `\n${findings.length} disagreements: ${looked}`,
    );
    for (const what of notLookedAt) console.log(`not looked at: ${visible(what)}`);
    if (kept.record !== undefined) console.log(`recorded: ${kept.record}`);
  }
  for (const said of [...kept.remarks, ...kept.problems]) console.error(`evidence: ${said}`);
}

function printFinding({
  code,
  found,
  things = [],
  thingsLeftOut = 0,
  record,
  since,
  is,
  ...what
}: Noted): void {
  console.log(`! ${nameOf(what)} [${code}] ${DISAGREEMENTS[code]}`);
  console.log(`    found:  ${visible(found)}`);
  for (const thing of things) console.log(`    - ${visible(thing)}`);
  if (thingsLeftOut > 0) console.log(`    and ${thingsLeftOut} more`);
  if (record !== undefined) console.log(`    record: ${visible(record)}`);
  if (is !== "new") console.log(`    since:  ${since}`);
}

function nameOf({
  model,
  version,
  door,
}: {
  model: string;
  version?: string | undefined;
  door?: string | undefined;
}) {
  return visible([model, version, door && `(${door})`].filter((part) => part !== undefined).join(" "));
}
