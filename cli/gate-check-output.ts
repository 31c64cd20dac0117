import { DISAGREEMENTS, type Compared, type Disagreement } from "../gate/agreement";
import { visible } from "./visible";

/** Prints what the comparison came to, on stdout. */
export function printCompared({ models, places, disagreements }: Compared): void {
  for (const disagreement of disagreements) printDisagreement(disagreement);
  const looked = `${models} registered models, ${places} places in production by the records`;
  console.log(
    disagreements.length === 0
      ? `records and registry agree: ${looked}`
      : `\n${disagreements.length} disagreements: ${looked}`,
  );
}

function printDisagreement({ code, model, version, door, found, record }: Disagreement): void {
  const what = [model, version, door && `(${door})`].filter((part) => part !== undefined).join(" ");
  console.log(`! ${visible(what)} [${code}] ${DISAGREEMENTS[code]}`);
  console.log(`    found:  ${visible(found)}`);
  if (record !== undefined) console.log(`    record: ${visible(record)}`);
}
