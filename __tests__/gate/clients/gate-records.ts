import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { z } from "zod";
import { names } from "../../../configs";
import { predicateType } from "../../../evidence/records";
import { embeddedS3 } from "../../../sandbox/aws/client";
import type { GateWorld } from "./gate-world";

/** Of a record of the gate, what is compared with the registry. */
const decision = z.looseObject({
  id: z.string(),
  act: z.string(),
  model: z.looseObject({ name: z.string(), version: z.string().optional() }),
  about: z.string().optional(),
});
export type Decision = z.infer<typeof decision> & { readonly key: string };

/** How many records of the gate there are. */
export async function recordsOf({ world, environment }: GateWorld): Promise<number> {
  const s3 = embeddedS3(world.urls.aws);
  const { vaultBucket: Bucket } = names(environment);
  const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "records/gate/" }));
  s3.destroy();
  return KeyCount;
}

/** All decisions in the vault, oldest first, read past everything the gate has for it. */
export async function decisionsOf({ world, environment }: GateWorld): Promise<readonly Decision[]> {
  const s3 = embeddedS3(world.urls.aws);
  try {
    const { vaultBucket: Bucket } = names(environment);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "records/gate/" }));
    const keys = Contents.map(({ Key = "" }) => Key).filter((key) => key.endsWith(".dsse.json"));
    const decisions: Decision[] = [];
    for (const key of keys.sort()) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
      const { payload } = JSON.parse((await Body?.transformToString()) ?? "") as { payload: string };
      const statement = JSON.parse(Buffer.from(payload, "base64").toString()) as {
        predicateType: string;
        predicate: { details: unknown };
      };
      if (statement.predicateType === predicateType("gate-decision"))
        decisions.push({ ...decision.parse(statement.predicate.details), key });
    }
    return decisions;
  } finally {
    s3.destroy();
  }
}

/** Resolves as soon as another record of the gate is in the vault, or when `given up` says so. */
export async function nextRecord(
  { world, environment }: GateWorld,
  before: number,
  givenUp: () => boolean,
): Promise<void> {
  const s3 = embeddedS3(world.urls.aws);
  const { vaultBucket: Bucket } = names(environment);
  const StartAfter = `records/gate/${String(before).padStart(12, "0")}.dsse.json`;
  while (!givenUp()) {
    const { KeyCount = 0 } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: "records/gate/", StartAfter, MaxKeys: 2 }),
    );
    if (KeyCount > 0) break;
  }
  s3.destroy();
}

/** The version that is in production as the records tell it: promoted, and not said to have come to nothing. */
export function inProductionByRecords(decisions: readonly Decision[], model: string): string | undefined {
  const of = decisions.filter(({ model: { name } }) => name === model);
  const undone = new Set(of.filter(({ act }) => act === "not-carried-out").map(({ about }) => about));
  const late = new Set(of.filter(({ act }) => act === "carried-out-late").map(({ about }) => about));
  const stand = of.filter(({ act, key }) => act === "promote" && (!undone.has(key) || late.has(key)));
  return stand.at(-1)?.model.version;
}
