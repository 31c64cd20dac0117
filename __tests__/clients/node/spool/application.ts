/** An application as a process of its own, to be killed: its job is its argument, as JSON. */
import { createPrivateKey, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  createArt12Logger,
  datadogIntake,
  pemCheckpointSigner,
  type PutOnce,
} from "../../../../clients/node";
import { CALL, minimalOptions } from "../logger-options";

export interface ApplicationJob {
  readonly folder: string;
  /** Origin of the intake. */
  readonly intake: string;
  /** Folder that stands for the vault's bucket. */
  readonly vault: string;
  /** PEM file; without one no checkpoints are written. */
  readonly checkpointKey?: string;
  /** Decisions to make before it closes its logger; one after the other, or so many at a time. */
  readonly decisions: number;
  readonly atATime?: number;
  /** Between them, in milliseconds. */
  readonly pauseMs?: number;
  readonly whenLogCannotBeWritten?: "fail-closed" | "fail-open";
  readonly segmentBytes?: number;
  /** @default true */
  readonly closes?: boolean;
  /** Closes its logger when it is told to end, as the client's README advises. */
  readonly closesOnSigterm?: boolean;
}

/** What it prints, a line each: `ok <number>` once a call is answered, `no <code>`, `started <emitter>`, `closed <dropped>`. */
function say(line: string): void {
  for (;;)
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      // The test does not read as fast as this writes.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
}

function putInto(vault: string): PutOnce {
  return async (key, bytes) => {
    const file = path.join(vault, key);
    mkdirSync(path.dirname(file), { recursive: true });
    // As S3 does it: the object is there whole, or not at all, whenever this process is killed.
    const part = `${vault}.part-${process.pid}-${randomUUID()}`;
    writeFileSync(part, bytes);
    try {
      linkSync(part, file);
      return "written";
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return "taken";
      throw error;
    } finally {
      rmSync(part);
    }
  };
}

async function main(job: ApplicationJob): Promise<void> {
  const put = putInto(job.vault);
  const { checkpointKey, whenLogCannotBeWritten = "fail-closed", segmentBytes } = job;
  const log = await createArt12Logger({
    ...minimalOptions([]),
    sink: datadogIntake({ apiKey: "key", url: job.intake, attempts: 1, timeoutMs: 2_000 }),
    heartbeat: { everySeconds: 60 },
    ...(checkpointKey !== undefined && {
      checkpoints: { signer: pemCheckpointSigner(pemOf(checkpointKey)), put, everyEvents: 5 },
    }),
    spool: {
      folder: job.folder,
      whenLogCannotBeWritten,
      late: put,
      retryDelayMs: 50,
      closeWaitMs: 5_000,
      onFault: ({ code }) => say(`fault ${code}`),
      ...(segmentBytes !== undefined && { segmentBytes }),
    },
  });
  if (job.closesOnSigterm === true)
    process.once("SIGTERM", () => void log.close().then(() => (say("closed"), process.exit())));
  say("started");
  for (let index = 0; index < job.decisions;) {
    const calls = Array.from({ length: Math.min(job.atATime ?? 1, job.decisions - index) }, () =>
      log.inference({ ...CALL, input: { index: index++ } }).then(
        ({ emitter }) => say(`ok ${emitter.sequence}`),
        ({ code }: { code: string }) => say(`no ${code}`),
      ),
    );
    await Promise.all(calls);
    if (job.pauseMs !== undefined) await pause(job.pauseMs);
  }
  if (job.closes === false) return;
  const { emitter } = await log.close();
  say(`closed ${emitter.sequence} ${log.dropped}`);
}

function pemOf(file: string): string {
  const key = createPrivateKey(readFileSync(file));
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

const [, , argument] = process.argv;
if (argument !== undefined)
  main(JSON.parse(argument) as ApplicationJob).catch((error: { code?: string }) => {
    say(`failed ${error.code}`);
    process.exitCode = 1;
  });
