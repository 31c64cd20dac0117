import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import {
  createArt12Logger,
  datadogIntake,
  pemCheckpointSigner,
  type Art12Logger,
  type Art12LoggerOptions,
  type PutOnce,
} from "../../clients/node";
import { FolderSource } from "../../evidence/archive";
import { exportBundle, parsePeriod } from "../../evidence/export";
import { keyRingOf } from "../../evidence/records";
import { pemSigner } from "../../evidence/signing";
import { startDatadogStandIn } from "../../sandbox/datadog/server";
import { minimalOptions } from "../clients/node/logger-options";
import { newKeyFile } from "../evidence/export/bundles";
import { Stacks, type Edit } from "../rules/own-stacks";
import { temporaryFolder } from "../temporary";

const DAY_MS = 86_400_000;
const MONITOR_DELAY_MS = 300_000;
/** The repository's own stack of the organisation that has the production environment. */
const STACK = "example-datadog";

interface ArchivedLine {
  readonly tags: readonly string[];
}

/** Datadog as the repository's own stacks configure it, after a change to them, before a folder that stands for the vault. */
export async function organisation(edit: Edit = () => undefined, refusePut?: () => Error | undefined) {
  const from = Date.now();
  const vault = temporaryFolder();
  const write = (key: string, body: Uint8Array) => {
    const file = path.join(vault, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, body, { flag: "wx" });
  };
  const put = async (_bucket: unknown, key: string, body: Buffer) => {
    const refusal = refusePut?.();
    if (refusal) throw refusal;
    if (!key.includes("permission_testing")) write(key, body);
  };
  const datadog = await startDatadogStandIn({
    stacksDir: synthesized(edit),
    stacks: [STACK],
    apiKey: "key",
    applicationKeys: { application: "somebody@example.org" },
    sink: { put },
    flushIntervalMs: 3_600_000,
  });
  const putOnce: PutOnce = async (key, bytes) => {
    write(key, bytes);
    return "written";
  };
  const { signer, ring } = emitterKey();
  const sink = datadogIntake({ apiKey: "key", url: datadog.url, attempts: 1 });
  return {
    datadog,
    putOnce,
    /** Makes the logger of a production process, which writes checkpoints into the vault. */
    start: (change: Partial<Art12LoggerOptions> = {}): Promise<Art12Logger> =>
      createArt12Logger({
        ...minimalOptions([]),
        environment: "production",
        sink,
        checkpoints: { signer, put: putOnce, everyEvents: 1 },
        ...change,
      }),
    /** Posts logs of somebody else. */
    post: (logs: readonly object[]) =>
      fetch(`${datadog.url}/api/v2/logs`, {
        method: "POST",
        headers: { "dd-api-key": "key", "content-type": "application/json" },
        body: JSON.stringify(logs),
      }),
    /** Calls Datadog's API as a person does who works in its console. */
    async byHand(method: string, place: string, data?: object): Promise<unknown> {
      const answer = await fetch(datadog.url + place, {
        method,
        headers: {
          "dd-api-key": "key",
          "dd-application-key": "application",
          "content-type": "application/json",
        },
        ...(data && { body: JSON.stringify({ data }) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${place}: ${answer.status} ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
    /** Names of the organisation's monitors that alert. */
    async alerts(): Promise<string[]> {
      // They look at a moment five minutes ago. Of its first day the Audit Trail has nothing to say, and no scheduled job runs here.
      const notOfLogs = /(?:in the Audit Trail for a day|\] Job \S+ has not run)$/;
      const at = new Date(Date.now() + MONITOR_DELAY_MS + 60_000).toISOString();
      const answer = await fetch(`${datadog.url}/__sandbox/evaluate`, {
        method: "POST",
        body: JSON.stringify({ at }),
      });
      const { evaluations } = (await answer.json()) as { evaluations: { monitor: string; state: string }[] };
      return evaluations
        .filter(({ monitor, state }) => state === "Alert" && !notOfLogs.test(monitor))
        .map(({ monitor }) => monitor);
    },
    /** What is archived by now. */
    async archivedLines(): Promise<ArchivedLine[]> {
      await datadog.flush();
      return readdirSync(vault, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".json.gz"))
        .flatMap((file) =>
          gunzipSync(readFileSync(path.join(vault, file)))
            .toString()
            .trimEnd()
            .split("\n"),
        )
        .map((line) => JSON.parse(line) as ArchivedLine);
    },
    /** Ends Datadog, and exports what is in the vault for the day of a moment. */
    async exported({ atLeast = 1, on = from } = {}) {
      await datadog.stop();
      const day = (time: number) => new Date(time).toISOString().slice(0, 10);
      const manifest = await exportBundle(
        {
          system: "credit-scoring",
          environment: "production",
          period: parsePeriod(day(on), day(on)),
          keyRing: ring,
          expectedEmitters: [{ service: "credit-scoring", at_least: atLeast }],
        },
        { source: new FolderSource(vault), path: "art12" },
        {
          out: path.join(temporaryFolder(), "bundle"),
          signer: await pemSigner(newKeyFile()),
          createdAt: new Date(Date.now() + 3 * DAY_MS),
        },
      );
      return manifest;
    },
  };
}

export type Organisation = Awaited<ReturnType<typeof organisation>>;

/** The repository's stacks after a change, as folders. */
export function synthesized(edit: Edit): string {
  const stacks = new Stacks();
  edit(stacks);
  const dir = temporaryFolder();
  for (const [stack, json] of Object.entries(stacks.json)) {
    const folder = path.join(dir, "stacks", stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json));
  }
  return path.join(dir, "stacks");
}

function emitterKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer = pemCheckpointSigner(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  const ring = keyRingOf({
    schemaVersion: "1.0.0",
    keys: [
      {
        keyId: signer.keyId,
        role: "emitter",
        systems: ["credit-scoring"],
        publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
        validFrom: "2020-01-01T00:00:00.000Z",
      },
    ],
  });
  return { signer, ring };
}
