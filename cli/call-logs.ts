import { statSync } from "node:fs";
import type { Command } from "commander";
import { names, type Environment } from "../configs";
import { trailFolderMissing } from "../errors";
import { FolderSource, S3Source } from "../evidence/archive";
import { TRAIL_ROOT, type CallLogs } from "../review/drift/trail";
import { datadogAccess } from "./datadog-access";

/** Options that say where logs of calls are. */
export interface LogOptions {
  readonly trailDir?: string;
  readonly datadogAudit: boolean;
}

/** A command with those options. */
export function withLogs(command: Command): Command {
  return command
    .option("--trail-dir <dir>", "a copy of the trail's bucket, in place of the bucket")
    .option("--datadog-audit", "read Datadog's audit trail, too (DD_API_KEY, DD_APP_KEY)", false);
}

/** CloudTrail notes calls on services without regions here. */
const WORLDWIDE = "us-east-1";

/**
 * The logs of calls of an environment. Its regions are those its resources are in: a call elsewhere is on none of them.
 *
 * @throws UserError when the folder is not there, or Datadog's keys are not
 */
export function callLogsOf(
  environment: Environment,
  period: CallLogs["period"],
  { trailDir, datadogAudit }: LogOptions,
): CallLogs {
  const { accountId, region, emulated } = environment.aws;
  return {
    period,
    trail: {
      name:
        trailDir === undefined
          ? `trail bucket ${names(environment).trailBucket}`
          : "a copy of the trail's bucket",
      source: trailDir === undefined ? bucketOf(environment) : folderAt(trailDir),
      account: accountId,
      regions: [...new Set([region, environment.replica.region, WORLDWIDE])],
      digestsExpected: emulated !== true,
    },
    ...(datadogAudit && {
      audit: datadogAccess(environment, {
        permissions: "the permission audit_logs_read",
        fix: "set them in the environment, or leave --datadog-audit out",
      }),
    }),
  };
}

function bucketOf(environment: Environment): S3Source {
  const { region, emulated } = environment.aws;
  const path = TRAIL_ROOT.slice(0, -1);
  return new S3Source({ bucket: names(environment).trailBucket, region, path, forcePathStyle: emulated });
}

function folderAt(folder: string): FolderSource {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw trailFolderMissing(folder);
  return new FolderSource(folder);
}
