import { existsSync } from "node:fs";
import path from "node:path";
import { declared, loadConfigs, type Environment } from "../configs";
import { readIndependentCount } from "../evidence/completeness";
import type { ExportRequest } from "../evidence/export";
import { FolderRecordStore, readKeyRing, type RecordStore } from "../evidence/records";
import { mustBeUsable } from "../evidence/seal";
import { recordsOf } from "./export-recording";

interface Options {
  readonly configs: string;
  readonly system: string;
  readonly sourceDir?: string;
  readonly keyRing?: string;
  readonly timestampCa?: string;
  readonly independentCount?: string;
}

/**
 * What an export is compared with: declared emitters, keys of checkpoints and seals, an independent count, the seals and
 * the certificates of their time stamps. Throws UserError.
 */
export async function witnessesOf(
  { configs, system: id, sourceDir, keyRing, timestampCa, independentCount }: Options,
  environment: Environment,
  period: ExportRequest["period"],
): Promise<
  Pick<ExportRequest, "expectedEmitters" | "keyRing" | "independentCount" | "seals" | "timestampCa">
> {
  if (timestampCa !== undefined) await mustBeUsable(timestampCa);
  const seals = sealsOf(environment, sourceDir);
  const { emitters } = declared("--system", loadConfigs(configs).systems, id);
  return {
    ...(emitters && {
      expectedEmitters: emitters.map(({ service, atLeast, heartbeatSeconds }) => ({
        service,
        at_least: atLeast,
        ...(heartbeatSeconds !== undefined && { heartbeat_seconds: heartbeatSeconds }),
      })),
    }),
    ...(keyRing !== undefined && { keyRing: await readKeyRing(keyRing) }),
    ...(independentCount !== undefined && {
      independentCount: await readIndependentCount(independentCount, period),
    }),
    ...(seals && { seals }),
    ...(timestampCa !== undefined && { timestampCa }),
  };
}

/** Where seals are: in the vault, or in a local copy that holds records. */
function sealsOf(environment: Environment, sourceDir: string | undefined): RecordStore | undefined {
  if (sourceDir === undefined) return recordsOf(environment);
  return existsSync(path.join(sourceDir, "records")) ? new FolderRecordStore(sourceDir) : undefined;
}
