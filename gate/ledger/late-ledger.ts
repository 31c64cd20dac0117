import type { Ledger } from "./ledger";
import { notReadable } from "./words";

/**
 * A ledger that is opened when it is first needed, and tried again each time until it can be: for a gate that starts before
 * its vault is there. Until then nothing is decided; training goes on.
 */
export function lateLedger(open: () => Promise<Ledger>): Ledger {
  let opening: Promise<Ledger> | undefined;
  const ledger = async (): Promise<Ledger> => {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = undefined;
      throw notReadable(error);
    }
  };
  return {
    write: async (decision) => (await ledger()).write(decision),
    approvalsOf: async (key) => (await ledger()).approvalsOf(key),
    approvalStands: async (id) => (await ledger()).approvalStands(id),
    history: async (name) => (await ledger()).history(name),
    recordOf: async (intent) => (await ledger()).recordOf(intent),
    keepArtifacts: async (manifest, openFile) => (await ledger()).keepArtifacts(manifest, openFile),
    snapshot: async (snapshot) => (await ledger()).snapshot(snapshot),
  };
}
