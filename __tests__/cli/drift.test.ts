import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary";
import { drift } from "./run-records";

/** A synthesized folder with one stack. */
function synthesized(): string {
  const dir = temporaryFolder();
  const stack = { name: "s", synthesizedStackPath: "cdk.tf.json", workingDirectory: ".", dependencies: [] };
  writeFileSync(join(dir, "manifest.json"), JSON.stringify({ stacks: { s: stack } }));
  writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify({ terraform: {}, resource: {} }));
  return dir;
}

describe("A check for drift that cannot begin says in a word why", () => {
  it.each([
    [
      "no synthesized folder",
      () => ["--synthesized", join(temporaryFolder(), "nowhere")],
      "nothing-to-judge",
    ],
    ["no stack of that name", () => ["staging-*", "--synthesized", synthesized()], "stack-unknown"],
    [
      "no stack of that name, without the state",
      () => ["x", "--inventory", "--synthesized", synthesized()],
      "stack-unknown",
    ],
    [
      "a key, and no place for the record",
      () => ["--signing-key", "key.pem", "--synthesized", synthesized()],
      "records-place-unclear",
    ],
    ["nobody's trail", () => ["--who", "--synthesized", synthesized()], "trail-unnamed"],
    [
      "no such environment",
      () => ["--who", "--environment", "staging", "--synthesized", synthesized()],
      "not-declared",
    ],
    ["a wrong word", () => ["--fail-on", "everything"], "commander.invalidArgument"],
    ["half a stack at a time", () => ["--parallel", "0.5"], "parallel-invalid"],
  ])("%s", async (_, args, fault) => {
    const said = await drift(...args());
    expect(said).toMatchObject({ exitCode: 1, fault });
    expect(said.stdout).toBe("");
  });
});
