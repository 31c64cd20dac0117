import { PutObjectCommand } from "@aws-sdk/client-s3";
import path from "node:path";
import { createArt12Logger, pemCheckpointSigner, type LogLine } from "../../../clients/node";
import { S3Source } from "../../../evidence/archive";
import type { Art12Event } from "../../../evidence/event";
import { exportBundle, parsePeriod } from "../../../evidence/export";
import { pemSigner } from "../../../evidence/signing";
import { verifyBundle } from "../../../evidence/verify";
import { CALL, minimalOptions } from "../../clients/node/logger-options";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed } from "../archive/corpus";
import { newKeyFile } from "../export/bundles";
import { keys, ringWith } from "./checkpoints";

const BUCKET = "ai-act-evidence-completeness";
const HOUR_MS = 3_600_000;
/** A full hour, two hours ago: no event falls after midnight, and none is later than the vault's own clock. */
const NOW = Math.floor((Date.now() - 2 * HOUR_MS) / HOUR_MS) * HOUR_MS;
const DAY = new Date(NOW).toISOString().slice(0, 10);

let aws: EmbeddedAws;
beforeAll(async () => {
  aws = await startAws();
  Object.assign(process.env, aws.env);
  await aws.lockedBucket(BUCKET);
}, 300_000);
afterAll(() => aws.stop());

/** As the client's README shows it. */
async function put(Key: string, Body: Uint8Array): Promise<"written" | "taken"> {
  try {
    await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, IfNoneMatch: "*" }));
    return "written";
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 412)
      return "taken";
    throw error;
  }
}

/** Runs the real client from start to stop; returns its events. */
async function application(): Promise<Art12Event[]> {
  const lines: LogLine[] = [];
  const pem = keys.credit.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  let second = 0;
  const log = await createArt12Logger({
    ...minimalOptions(lines),
    clock: { now: () => NOW + 1_000 * second++ },
    checkpoints: {
      signer: pemCheckpointSigner(pem),
      put,
      everyEvents: 3,
      onFault: (fault) => {
        throw fault;
      },
    },
  });
  for (let count = 0; count < 5; count++) await log.inference(CALL);
  await log.heartbeat();
  await log.close();
  return lines.map(({ art12 }) => art12.event as Art12Event);
}

/** Archives events as Datadog would. */
async function archive(id: string, events: readonly Art12Event[]): Promise<void> {
  const lines = events.map((event) => archivedLine(event));
  const Key = objectKey(events[0]!.time, id);
  await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: packed(...lines) }));
}

async function examined() {
  const out = path.join(temporaryFolder(), "bundle");
  const source = new S3Source({ bucket: BUCKET, region: aws.region, path: "art12", forcePathStyle: true });
  const request = {
    system: "credit-scoring",
    environment: "sandbox",
    period: parsePeriod(DAY, DAY),
    keyRing: ringWith(),
    expectedEmitters: [{ service: "credit-scoring", at_least: 1 }],
  };
  const { findings } = await exportBundle(
    request,
    { source, path: "art12" },
    { out, signer: await pemSigner(newKeyFile()), createdAt: new Date(NOW + 72 * HOUR_MS) },
  );
  const { verified, completeness, checks } = await verifyBundle(out, { keyRing: ringWith() });
  expect(checks.filter(({ verdict }) => verdict !== "met")).toEqual([]);
  return { findings, verified, completeness };
}

test("the client's checkpoints in a locked bucket carry level 2, and a second emitter that is lost is named", async () => {
  await archive("one", await application());
  expect(await examined()).toMatchObject({
    findings: {},
    verified: true,
    completeness: { level: 2, holds: "yes" },
  });

  const lost = await application();
  const seen = await examined();
  expect(seen.findings).toEqual({ "emitter-lost": 1 });
  expect(seen).toMatchObject({ verified: true, completeness: { holds: "no", checkpoints: { holds: "no" } } });

  await archive("two", lost);
  expect(await examined()).toMatchObject({ findings: {}, completeness: { level: 2, holds: "yes" } });
}, 120_000);

test("a checkpoint is not written over, and what is laid over it by force is named", async () => {
  const [first] = await application();
  const day = DAY.replaceAll("-", "");
  const key = `checkpoints/credit-scoring/dt=${day}/${first!.emitter.id}.000000000001.dsse.json`;
  expect(await put(key, Buffer.from("{}"))).toBe("taken");
  await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: "{}" }));
  const { findings } = await examined();
  expect(findings).toEqual({ "emitter-lost": 1, "checkpoint-second-version": 1 });
}, 120_000);
