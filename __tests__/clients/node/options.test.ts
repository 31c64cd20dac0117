import {
  Art12ConfigError,
  createArt12Logger,
  type Art12LoggerOptions,
  type LogLine,
} from "../../../clients/node";
import { minimalOptions } from "./logger-options";

const lines: LogLine[] = [];
const valid = minimalOptions(lines);
const { model, inputReference } = valid;

describe("an option that cannot work", () => {
  it.each<[string, object, string]>([
    ["a system id with a slash", { system: { id: "credit/scoring", version: "1" } }, "system.id"],
    ["a system version with a space", { system: { id: "credit", version: "v 1" } }, "system.version"],
    ["an environment with a space", { environment: "my env" }, "environment"],
    ["an unknown role", { role: "importer" }, "role"],
    ["a service that is an e-mail address", { service: "jane@example.org" }, "service"],
    ["a model version that is not a number", { model: { ...model, version: "latest" } }, "model.version"],
    ["a run id of another form", { model: { ...model, runId: "run-1" } }, "model.runId"],
    [
      "an artefact digest of another form",
      { model: { ...model, artifact: { sha256: "abc" } } },
      "model.artifact.sha256",
    ],
    [
      "an artefact that is not there",
      { model: { ...model, artifact: { path: "/no/such/model" } } },
      "model.artifact.path",
    ],
    [
      "an upstream model with a space",
      { model: { ...model, upstream: { provider: "p", model: "m x", version: "1" } } },
      "model.upstream.model",
    ],
    [
      "a threshold that is no number",
      { config: { values: {}, decisionThreshold: "0.5" } },
      "config.decisionThreshold",
    ],
    [
      "a short key for inputs",
      { inputReference: { ...inputReference, key: Buffer.alloc(16) } },
      "inputReference.key",
    ],
    [
      "a key that is text",
      { inputReference: { ...inputReference, key: "00".repeat(32) } },
      "inputReference.key",
    ],
    [
      "a key id with a space",
      { inputReference: { ...inputReference, keyId: "key 1" } },
      "inputReference.keyId",
    ],
    [
      "a scope with a space",
      { inputReference: { ...inputReference, scope: "all of it" } },
      "inputReference.scope",
    ],
    [
      "a plain hash as reference",
      { inputReference: { ...inputReference, algorithm: "sha256" } },
      "inputReference.algorithm",
    ],
    ["a short key for cases", { caseKey: { id: "c", key: Buffer.alloc(8) } }, "caseKey.key"],
    ["a case key id with a space", { caseKey: { id: "c 1", key: Buffer.alloc(32) } }, "caseKey.id"],
    ["a short key for pseudonyms", { pseudonymKey: Buffer.alloc(31) }, "pseudonymKey"],
    [
      "a code with a space",
      { vocabulary: { decisions: ["approve", "not sure"] } },
      "vocabulary.decisions[1]",
    ],
    ["an unknown clock source", { clock: { source: "gps" } }, "clock.source"],
    ["no sink", { sink: undefined }, "sink"],
    ["no vocabulary", { vocabulary: undefined }, "vocabulary"],
  ])("is named before anything is recorded: %s", async (_, change, field) => {
    const error = await createArt12Logger({ ...valid, ...change } as Art12LoggerOptions).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(Art12ConfigError);
    expect(error).toMatchObject({ field });
    expect(lines).toEqual([]);
  });
});
