import { generateKeyPairSync } from "node:crypto";
import {
  Art12CheckpointError,
  createArt12Logger,
  pemCheckpointSigner,
  type CheckpointOptions,
  type LogLine,
} from "../../../clients/node";
import { judgeCheckpoint } from "../../../evidence/completeness/judge-checkpoint";
import { keyRingOf } from "../../../evidence/records";
import { CALL, minimalOptions } from "./logger-options";
import { until } from "./spool/spooling";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const signer = pemCheckpointSigner(pem);
const ring = keyRingOf({
  schemaVersion: "1.0.0",
  keys: [
    {
      keyId: signer.keyId,
      role: "emitter",
      systems: ["credit-scoring"],
      publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
      validFrom: "2026-01-01T00:00:00.000Z",
    },
  ],
});

/** A vault's `put` that follows a script; after it every put is taken. */
function vault(script: ("fail" | "taken" | "hang")[] = []) {
  const puts: { key: string; text: string }[] = [];
  const put: CheckpointOptions["put"] = async (key, bytes) => {
    puts.push({ key, text: Buffer.from(bytes).toString() });
    const step = script.shift();
    if (step === "fail") throw new Error("503 Slow Down");
    if (step === "hang") await new Promise(() => undefined);
    return step === "taken" ? "taken" : "written";
  };
  return { puts, put };
}

/** A logger with checkpoints, its lines and what it told about them. */
async function logging(options: Partial<CheckpointOptions> & Pick<CheckpointOptions, "put">) {
  const lines: LogLine[] = [];
  const faults: Art12CheckpointError[] = [];
  const checkpoints = {
    signer,
    retryDelayMs: 0,
    onFault: (fault: Art12CheckpointError) => void faults.push(fault),
    ...options,
  };
  const log = await createArt12Logger({ ...minimalOptions(lines), checkpoints });
  return { log, lines, faults };
}

/** What the checkpoints say, as the reading side judges them. */
function said(puts: readonly { key: string; text: string }[]) {
  const whose = { system: "credit-scoring", environment: "sandbox" };
  return puts.map(({ key, text }) => {
    const stored = { key, version_id: "1", written_at: "2026-11-24T00:00:00.000Z", envelope: text };
    const judged = judgeCheckpoint(stored, whose, ring);
    if ("fault" in judged) throw new Error(judged.fault.reason);
    return judged.sound;
  });
}

/** Time in which something could happen that must not. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("checkpoints", () => {
  it("are written at the start, on the way and at the stop, each of an event the sink has taken", async () => {
    const { puts, put } = vault();
    const { log, lines, faults } = await logging({ put, everyEvents: 3 });
    for (let count = 0; count < 4; count++) await log.inference(CALL);
    await log.close();
    expect(said(puts).map(({ sequence, reason }) => [sequence, reason])).toEqual([
      [1, "start"],
      [4, "interval"],
      [6, "stop"],
    ]);
    for (const { sequence, entry_sha256, time } of said(puts)) {
      const { art12 } = lines[sequence - 1]!;
      expect([entry_sha256, time]).toEqual([art12.entry_sha256, art12.event.time]);
    }
    expect(faults).toEqual([]);
  });

  it("stand where system, day of the event, emitter and number say", async () => {
    const { puts, put } = vault();
    const { log, lines } = await logging({ put });
    await log.close();
    const { time, emitter } = lines[0]!.art12.event;
    const day = time.slice(0, 10).replaceAll("-", "");
    expect(puts[0]!.key).toBe(`checkpoints/credit-scoring/dt=${day}/${emitter.id}.000000000001.dsse.json`);
  });

  it("are due after some time, too, if there was an event since the last one", async () => {
    const { puts, put } = vault();
    const { log } = await logging({ put, everyMinutes: 0.001 });
    await log.inference(CALL);
    while (puts.length < 2) await settled();
    for (let count = 0; count < 5; count++) await settled();
    expect(said(puts).map(({ sequence }) => sequence)).toEqual([1, 2]);
    await log.close();
  });

  it("that fail neither hold events up nor fail them, are told, and are put again, the same bytes", async () => {
    const { puts, put } = vault(["fail", "fail"]);
    const { log, lines, faults } = await logging({ put });
    await log.inference(CALL);
    await until(() => faults.length === 2, "both failures are told");
    await log.close();
    expect(lines).toHaveLength(3);
    expect(puts.slice(0, 3)).toEqual([puts[0], puts[0], puts[0]]);
    expect(said(puts).map(({ sequence }) => sequence)).toEqual([1, 1, 1, 3]);
    expect(faults.map(({ code, cause }) => [code, (cause as Error).message])).toEqual([
      ["checkpoint-failed", "503 Slow Down"],
      ["checkpoint-failed", "503 Slow Down"],
    ]);
  });

  it("that wait give way to newer ones, but for the first", async () => {
    const { puts, put } = vault(["fail"]);
    const { log } = await logging({ put, everyEvents: 1, retryDelayMs: 100 });
    for (let count = 0; count < 5; count++) await log.inference(CALL);
    await log.close();
    expect(said(puts).map(({ sequence }) => sequence)).toEqual([1, 1, 7]);
  });

  it("are not lost with a signer that fails at first", async () => {
    const { puts, put } = vault();
    let tries = 0;
    const flaky = {
      ...signer,
      sign: async (bytes: Uint8Array) => {
        if (tries++ === 0) throw new Error("KMS is away");
        return signer.sign(bytes);
      },
    };
    const { log, faults } = await logging({ put, signer: flaky });
    await until(() => puts.length === 1, "the second try is put");
    await log.close();
    expect(said(puts).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(faults.map(({ code }) => code)).toEqual(["checkpoint-failed"]);
  });

  it("name a place that something else took; after a try whose answer was lost it is our own", async () => {
    const first = await logging({ put: vault(["taken"]).put });
    await first.log.close();
    expect(first.faults.map(({ code }) => code)).toEqual(["checkpoint-key-taken"]);
    const second = await logging({ put: vault(["fail", "taken"]).put });
    await until(() => second.faults.length === 1, "the failure is told");
    await second.log.close();
    expect(second.faults.map(({ code }) => code)).toEqual(["checkpoint-failed"]);
  });

  it("that hang do not keep close() waiting for long, and are told", async () => {
    const { log, faults } = await logging({ put: vault(["hang"]).put, closeWaitMs: 20 });
    expect((await log.close()).type).toBe("emitter_stop");
    expect(faults.map(({ code }) => code)).toEqual(["checkpoint-not-written", "checkpoint-not-written"]);
  });

  it("are only of what the sink confirmed: an event it refused, or lost, has none", async () => {
    const { puts, put } = vault();
    const lines: LogLine[] = [];
    let broken = false;
    const sink = {
      write: async (batch: readonly LogLine[]) =>
        broken ? Promise.reject(new Error("reset")) : void lines.push(...batch),
    };
    const log = await createArt12Logger({
      ...minimalOptions([]),
      sink,
      checkpoints: { signer, put, everyEvents: 1 },
    });
    broken = true;
    await expect(log.inference(CALL)).rejects.toMatchObject({ delivered: "unknown" });
    await until(() => puts.length > 0, "the first is put");
    await settled();
    expect(said(puts).map(({ sequence }) => sequence)).toEqual([1]);
    broken = false;
    await log.close();
    expect(said(puts).at(-1)).toMatchObject({ sequence: 3, reason: "stop" });
  });

  it("whose fault an application cannot take do not harm its events", async () => {
    const warned = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const onFault = () => {
      throw new Error("no pager");
    };
    const { log, lines } = await logging({ put: vault(["fail"]).put, onFault });
    await until(() => warned.mock.calls.length > 0, "the fault is told");
    await log.close();
    expect(lines).toHaveLength(2);
    expect(warned).toHaveBeenCalledTimes(1);
    warned.mockRestore();
  });

  it("tell what went wrong as a warning of the process, if nobody else listens", async () => {
    const warned = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const log = await createArt12Logger({
      ...minimalOptions([]),
      checkpoints: { signer, put: vault(["fail"]).put, retryDelayMs: 0 },
    });
    await until(() => warned.mock.calls.length > 0, "the fault is told");
    await log.close();
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ code: "checkpoint-failed" }));
    warned.mockRestore();
  });
});

describe("options of checkpoints", () => {
  it.each<[string, Partial<CheckpointOptions>]>([
    ["signer.keyId", { signer: { ...signer, keyId: "key-1" } }],
    ["everyEvents", { everyEvents: 0 }],
    ["everyMinutes", { everyMinutes: 0 }],
    ["retryDelayMs", { retryDelayMs: -1 }],
    ["closeWaitMs", { closeWaitMs: Number.NaN }],
  ])("that cannot work are refused before anything is recorded: %s", async (name, option) => {
    await expect(logging({ put: vault().put, ...option })).rejects.toMatchObject({
      name: "Art12ConfigError",
      field: `checkpoints.${name}`,
    });
  });

  it.each([
    ["text", "no key"],
    [
      "a key on another curve",
      generateKeyPairSync("ec", { namedCurve: "P-384" })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString(),
    ],
    [
      "an RSA key",
      generateKeyPairSync("rsa", { modulusLength: 2048 })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString(),
    ],
  ])("refuse %s as a signing key, and do not repeat it", (_, text) => {
    const refused = (() => {
      try {
        return pemCheckpointSigner(text);
      } catch (error) {
        return error as Error;
      }
    })();
    expect(refused).toMatchObject({ code: "bad-checkpoint-key" });
    expect((refused as Error).message).not.toContain(text);
  });
});
