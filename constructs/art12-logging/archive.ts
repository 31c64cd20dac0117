import { LogsArchive } from "@cdktf/provider-datadog/lib/logs-archive";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { evidenceResource, type Duty } from "../evidence-resource";
import { ART12_ENTRIES } from "./marks";

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)", "Art26(6)"];
/** Gigabytes one rehydration may scan, a guard against costs; a larger one is asked for on purpose. */
const REHYDRATION_MAX_SCAN_GB = 100;

/** The archive that carries an environment's Art 12 log entries, and nothing else, into its vault. */
export class Art12Archive extends Construct {
  readonly archive: LogsArchive;

  constructor(scope: Construct, id: string, { environment }: { readonly environment: Environment }) {
    super(scope, id);
    const { archiveName, archivePath, vaultBucket, datadogArchiveRole } = names(environment);
    this.archive = evidenceResource(
      new LogsArchive(this, "Resource", {
        name: archiveName,
        query: archiveQuery(environment),
        includeTags: true,
        rehydrationTags: [ART12_ENTRIES, "rehydrated:true"],
        rehydrationMaxScanSizeInGb: REHYDRATION_MAX_SCAN_GB,
        s3Archive: {
          bucket: vaultBucket,
          path: archivePath,
          accountId: environment.aws.accountId,
          roleName: datadogArchiveRole,
          // The bucket's own default encryption applies: it names the vault's key.
          encryptionType: "NO_OVERRIDE",
          storageClass: "STANDARD",
        },
      }),
      { logicalId: `art12_${environment.id.replaceAll("-", "_")}`, duties: DUTIES, preventDestroy: true },
    );
  }
}

/**
 * The catch-all environment takes every Art 12 entry the organisation's other archives, which stand before it, left:
 * an entry without an `env` tag, or with an unknown one, still reaches a vault.
 */
function archiveQuery({ id, datadog }: Environment): string {
  return datadog.archive === "catch-all" ? ART12_ENTRIES : `${ART12_ENTRIES} env:${id}`;
}
