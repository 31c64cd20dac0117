import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { FolderSource } from "../../../evidence/archive";
import type { Call } from "../../../review/drift/trail/call";
import { readTrail, type TrailPlace } from "../../../review/drift/trail/read-trail";
import { temporaryFolder } from "../../temporary";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
export const DAY = "2026-11-24";
/** Long after: every file is due. */
export const NOW = new Date("2026-11-26T00:00:00.000Z");
export const MALLORY = `arn:aws:iam::${ACCOUNT}:user/mallory`;

/** An instant of the day, such as `at("10:20:00")`. */
export const at = (time: string): string => `${DAY}T${time}.000Z`;

type Json = Readonly<Record<string, unknown>>;

/** A record as CloudTrail writes it: a user suspends the versioning of a bucket. */
export function trailRecord(changes: Json = {}): Json {
  return {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", arn: MALLORY, accountId: ACCOUNT, userName: "mallory" },
    eventTime: `${DAY}T10:20:30Z`,
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketVersioning",
    awsRegion: REGION,
    sourceIPAddress: "192.0.2.7",
    userAgent: "[aws-cli/2.15.30 Python/3.11.8]",
    requestParameters: { bucketName: "vault", Host: "s3.eu-central-1.amazonaws.com", versioning: "" },
    responseElements: null,
    eventID: randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
    ...changes,
  };
}

/** A copy of a trail's bucket. */
export class TrailFolder {
  readonly dir = temporaryFolder();

  /** Delivers a log file; returns its key. */
  deliver(records: readonly unknown[], time = "10:25", region = REGION): string {
    return this.put(this.logKey(time, region), gzipSync(JSON.stringify({ Records: records })));
  }

  logKey(time: string, region = REGION): string {
    const [year, month, day] = DAY.split("-");
    const stamp = `${year}${month}${day}T${time.replace(":", "")}Z`;
    const id = randomUUID().slice(0, 8);
    return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${year}/${month}/${day}/${ACCOUNT}_CloudTrail_${region}_${stamp}_${id}.json.gz`;
  }

  /** Delivers the digest file of the hour that ends at `end`, naming log files by what they hold. */
  digest(end: string, logFiles: Readonly<Record<string, unknown>>, region = REGION): string {
    const [year, month, day] = DAY.split("-");
    const stamp = `${year}${month}${day}T${end.replaceAll(":", "")}00Z`;
    const to = Date.parse(`${DAY}T${end}:00Z`);
    const hash = (value: unknown) =>
      createHash("sha256")
        .update(JSON.stringify({ Records: value }))
        .digest("hex");
    const document = {
      awsAccountId: ACCOUNT,
      digestStartTime: new Date(to - 3_600_000).toISOString(),
      digestEndTime: new Date(to).toISOString(),
      logFiles: Object.entries(logFiles).map(([s3Object, value]) => ({
        ...{ s3Bucket: "trail", s3Object, hashAlgorithm: "SHA-256", hashValue: hash(value) },
      })),
    };
    const key = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${region}/${year}/${month}/${day}/${ACCOUNT}_CloudTrail-Digest_${region}_access_${region}_${stamp}.json.gz`;
    return this.put(key, gzipSync(JSON.stringify(document)));
  }

  put(key: string, bytes: Uint8Array): string {
    const file = join(this.dir, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return key;
  }

  place(changes: Partial<TrailPlace> = {}): TrailPlace {
    return {
      ...{ name: "a copy", source: new FolderSource(this.dir) },
      account: ACCOUNT,
      regions: [REGION],
      digestsExpected: false,
      ...changes,
    };
  }

  /** Reads a part of the day, by default all of it. */
  async read(from = "00:00:00", to = "23:59:59", changes: Partial<TrailPlace> = {}, now = NOW) {
    const calls: Call[] = [];
    const period = { from: at(from), to: at(to) };
    const report = await readTrail(this.place(changes), period, (call) => calls.push(call), { now });
    return { calls, report, codes: report.findings.map(({ code }) => code) };
  }
}
