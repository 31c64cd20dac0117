import { spawnSync } from "node:child_process";
import path from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { S3Source, takeInventory } from "../../../evidence/archive";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { dayOf, recentHours } from "../../recent";
import { temporaryFolder } from "../../temporary";
import { type Json, archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { eventsIn, jsonIn, newKeyFile } from "./bundles";

const ROOT = path.join(__dirname, "../../..");
const BUCKET = "ai-act-evidence-sandbox-123456789012";
const [FIRST, NEXT] = recentHours(2) as [string, string];
const KEY = objectKey(FIRST);

let aws: EmbeddedAws;
let s3: S3Client;

beforeAll(async () => {
  aws = await startAws();
  Object.assign(process.env, aws.env);
  ({ s3 } = aws);
}, 300_000);
afterAll(() => aws.stop());

const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

/** Runs the real command, as a person would. */
function evidence(args: string[], endpoint = aws.env["AWS_ENDPOINT_URL"]) {
  const run = spawnSync(process.execPath, [path.join(ROOT, "cli/bin.mjs"), ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, AWS_ENDPOINT_URL: endpoint, AWS_MAX_ATTEMPTS: "1" },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

function exportDay(out: string, ...more: string[]) {
  const period = ["--from", dayOf(FIRST), "--to", dayOf(FIRST)];
  const whose = ["--system", "credit-scoring", "--environment", "sandbox"];
  return ["export", ...whose, ...period, "--out", out, "--signing-key", newKeyFile(), ...more];
}

test("an endpoint that does not answer is the environment's fault, told with its address", () => {
  const { code, stderr } = evidence(exportDay(path.join(temporaryFolder(), "b")), "http://127.0.0.1:9");
  expect(code).toBe(1);
  expect(stderr).toContain("archive-endpoint-unreachable");
  expect(stderr).toContain("AWS_ENDPOINT_URL=http://127.0.0.1:9");
}, 60_000);

test("a bucket that is not there is the environment's fault, told with its name", () => {
  const { code, stderr } = evidence(exportDay(path.join(temporaryFolder(), "b")));
  expect(code).toBe(1);
  expect(stderr).toContain("archive-bucket-missing");
  expect(stderr).toContain(`s3://${BUCKET}/art12`);
}, 60_000);

test("from a versioned bucket every version is exported, also under a delete marker, and the bundle verifies", async () => {
  await s3.send(
    new CreateBucketCommand({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
  );
  const emitter = new TestEmitter();
  const times = [FIRST, FIRST.replace(":00:00", ":30:00"), NEXT];
  const [first, second, third] = times.map((time, index) =>
    emitter.emit(time, index === 2 ? "emitter_stop" : "inference"),
  );
  await put("art12/permission_testing/probe.json", Buffer.from("{}"));
  await put(KEY, packed(archivedLine(first!)));
  await put(KEY, packed(archivedLine(first!), archivedLine(second!)));
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: KEY }));
  await put(objectKey(third!.time), packed(archivedLine(third!)));

  const out = path.join(temporaryFolder(), "bundle");
  const { code, stdout } = evidence(exportDay(out, "--json"));
  expect(JSON.parse(stdout)).toMatchObject({
    counts: { events: 3, duplicates: 1, object_versions: 3 },
    findings: { "several-versions": 1, "delete-marker": 1 },
    source: { archive: `s3://${BUCKET}/art12` },
  });
  expect(code).toBe(2);
  expect(eventsIn(out).map(({ emitter: { sequence } }) => sequence)).toEqual([1, 2, 3]);
  expect(new Set(jsonIn(out, "objects.json").map(({ version_id }: Json) => version_id)).size).toBe(3);
  expect(evidence(["verify", out])).toMatchObject({ code: 0, stdout: expect.stringContaining("verified: ") });
}, 120_000);

test("a day with more versions than S3 lists at once is listed to its end", async () => {
  const day = "2026-12-24";
  const keys = Array.from({ length: 1_030 }, (_, index) => objectKey(`${day}T10:00:00.000Z`, `n${index}`));
  while (keys.length > 0) await Promise.all(keys.splice(0, 20).map((key) => put(key, Buffer.from("x"))));
  const source = new S3Source({
    bucket: BUCKET,
    region: "eu-central-1",
    path: "art12",
    forcePathStyle: true,
  });
  const { versions } = await takeInventory(source, "art12", [day]);
  expect(new Set(versions.map(({ key }) => key)).size).toBe(1_030);
}, 120_000);
