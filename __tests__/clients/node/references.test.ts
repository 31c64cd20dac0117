import { createSecretKey } from "node:crypto";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { artifactDigest, createArt12Logger, type LogLine } from "../../../clients/node";
import { canonicalData } from "../../../clients/node/canonical";
import {
  caseDigest,
  commitmentDigest,
  inputDigest,
  reviewerPseudonym,
} from "../../../clients/node/references";
import { configBlock } from "../../../clients/node/source";
import { readVectors } from "../vectors";
import { CALL, minimalOptions } from "./logger-options";

interface Vectors {
  input: { name: string; key_hex: string; scope: string; json: string; digest: string }[];
  commitment: { name: string; nonce_hex: string; scope: string; json: string; digest: string }[];
  case: { name: string; key_hex: string; key_id: string; case_id: string; digest: string }[];
  reviewer: { name: string; key_hex: string; system_id: string; reviewer: string; digest: string }[];
  config: { name: string; values_json: string; decision_threshold: number; digest: string }[];
  artifact: { name: string; files: Record<string, string>; digest: string }[];
}

const vectors = readVectors<Vectors>("references.json");
const key = (hex: string) => createSecretKey(hex, "hex");
const canonical = (json: string) => canonicalData(JSON.parse(json), "input");

describe("references by the published byte layout", () => {
  it.each(vectors.input)("input, keyed: $name", ({ key_hex, scope, json, digest }) => {
    expect(inputDigest(key(key_hex), scope, canonical(json))).toBe(digest);
  });

  it.each(vectors.commitment)("input, committed: $name", ({ nonce_hex, scope, json, digest }) => {
    expect(commitmentDigest(scope, Buffer.from(nonce_hex, "hex"), canonical(json))).toBe(digest);
  });

  it.each(vectors.case)("case: $name", ({ key_hex, key_id, case_id, digest }) => {
    expect(caseDigest(key(key_hex), key_id, case_id)).toBe(digest);
  });

  it.each(vectors.reviewer)("reviewer: $name", ({ key_hex, system_id, reviewer, digest }) => {
    expect(reviewerPseudonym(key(key_hex), system_id, reviewer)).toBe(digest);
  });

  it.each(vectors.config)("config: $name", ({ values_json, decision_threshold, digest }) => {
    const values: unknown = JSON.parse(values_json);
    expect(configBlock({ values, decisionThreshold: decision_threshold })).toEqual({
      digest,
      decision_threshold,
    });
  });

  it("are unrelated between domains, even under one key", () => {
    const one = key("ab".repeat(32));
    const digests = [inputDigest(one, "x", "y"), caseDigest(one, "x", "y"), reviewerPseudonym(one, "x", "y")];
    expect(new Set(digests).size).toBe(3);
  });

  it("find a person's decisions again: equal inputs have equal keyed references", async () => {
    const log = await createArt12Logger(minimalOptions([]));
    const first = await log.inference({ ...CALL, input: { age: 41, income: 3000 } });
    const again = await log.inference({ ...CALL, input: { income: 3000, age: 41, note: undefined } });
    const other = await log.inference({ ...CALL, input: { age: 42, income: 3000 } });
    expect(again.input.digest).toBe(first.input.digest);
    expect(other.input.digest).not.toBe(first.input.digest);
  });
});

describe("a committed input", () => {
  it("can be opened with the nonce that was kept, and never repeats", async () => {
    const openings = new Map<string, string>();
    const log = await createArt12Logger({
      ...minimalOptions([]),
      inputReference: {
        algorithm: "sha256-nonce",
        scope: "cv-text-v1",
        keepOpening: async (eventId, nonce) => void openings.set(eventId, nonce),
      },
    });
    const [one, two] = [await log.inference(CALL), await log.inference(CALL)];
    const nonce = Buffer.from(openings.get(one.event_id)!, "hex");
    expect(nonce).toHaveLength(32);
    expect(commitmentDigest("cv-text-v1", nonce, canonicalData(CALL.input, "input"))).toBe(one.input.digest);
    expect(two.input.digest).not.toBe(one.input.digest);
    expect(openings.size).toBe(2);
  });

  it("whose opening cannot be kept is not logged, leaves no gap, and does not disturb the order", async () => {
    const lines: LogLine[] = [];
    const delays = [30, 0, 0];
    const log = await createArt12Logger({
      ...minimalOptions(lines),
      inputReference: {
        algorithm: "sha256-nonce",
        scope: "cv-text-v1",
        keepOpening: async () => {
          const index = 3 - delays.length;
          await new Promise((resolve) => setTimeout(resolve, delays.shift()));
          if (index === 1) throw new Error("store is full");
        },
      },
    });
    const calls = ["a", "b", "c"].map((id) => log.inference({ ...CALL, input: { id } }));
    const [first, second, third] = await Promise.allSettled(calls);
    expect(second).toMatchObject({
      status: "rejected",
      reason: { code: "opening-not-kept", name: "Art12InputError" },
    });
    expect(first).toMatchObject({ value: { emitter: { sequence: 2 } } });
    expect(third).toMatchObject({ value: { emitter: { sequence: 3 } } });
    expect(lines.map((line) => line.art12.event.emitter.sequence)).toEqual([1, 2, 3]);
  });
});

describe("the digest of a model artefact", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "art12-artifact-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(file: string, content: string): Promise<void> {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }

  it.each(vectors.artifact)("$name", async ({ files, digest }) => {
    for (const [file, content] of Object.entries(files)) await put(file, content);
    await mkdir(path.join(folder, "empty"));
    expect(await artifactDigest(folder)).toBe(digest);
  });

  it("of a file is the SHA-256 of its bytes", async () => {
    await put("model.pkl", "abc");
    const sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await artifactDigest(path.join(folder, "model.pkl"))).toBe(sha256OfAbc);
  });

  it("changes with one byte, one name and one file more", async () => {
    const digests = [];
    for (const [file, content] of [
      ["a", "1"],
      ["a", "2"],
      ["b", "2"],
    ] as const) {
      await put(file, content);
      digests.push(await artifactDigest(folder));
    }
    expect(new Set(digests).size).toBe(3);
  });

  it("is computed when the logger is made, and goes into every event with a model", async () => {
    await put("model.pkl", "abc");
    const { model, ...options } = minimalOptions([]);
    const log = await createArt12Logger({ ...options, model: { ...model, artifact: { path: folder } } });
    expect((await log.inference(CALL)).model.artifact_sha256).toBe(await artifactDigest(folder));
  });

  it("does not exist for an empty folder", async () => {
    await expect(artifactDigest(folder)).rejects.toMatchObject({ code: "no-artifact-digest" });
  });

  it("does not exist for a folder with a link, or with a name that sha256sum would escape", async () => {
    await put("model.pkl", "abc");
    await put("odd\\name", "x");
    await expect(artifactDigest(folder)).rejects.toThrow("backslash");
    const { symlink } = await import("node:fs/promises");
    await rm(path.join(folder, "odd\\name"));
    await symlink("model.pkl", path.join(folder, "latest"));
    await expect(artifactDigest(folder)).rejects.toThrow("link");
  });
});
