import type { VaultCheck } from "../evidence/vault-check";
import { visible } from "./visible";

/** Prints what checking a vault came to. */
export function printVaultCheck({ streams, records, seals, documents, copies, findings }: VaultCheck): void {
  for (const { part, code, where, reason } of findings)
    console.log(visible(`! ${part} ${where} [${code}] ${reason}`));
  console.log(
    `${streams} streams, ${records} records, ${seals} seals, ${documents} documents, ${copies} copies of Datadog: ${findings.length} finding(s)`,
  );
}
