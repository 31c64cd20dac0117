import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { KeyRing } from "../../../evidence/records";
import { actors, ringWith, stranger } from "../../evidence/records/actors";
import { DeployScene } from "./deploy-scene";
import { faultOf, writeStacks } from "./scene";

const STACKS = { network: {}, vault: { dependencies: ["network"] } };
const DAY_MS = 24 * 60 * 60_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);
const OTHER = "f".repeat(64);

interface Refusal {
  readonly what: string;
  /** What is done with planned stacks instead of a sound review. */
  readonly given: (scene: DeployScene) => unknown;
  readonly ring?: KeyRing;
  /** Codes of the problems that are told; each names the stack. */
  readonly codes: readonly string[];
}

/** A plan is not applied when… */
const REFUSALS: readonly Refusal[] = [
  { what: "nobody reviewed it", given: () => undefined, codes: ["plan-not-reviewed", "plan-not-reviewed"] },
  {
    what: "another plan of the stack was reviewed",
    given: (scene) =>
      scene.review({ plans: scene.report.planned.map(({ stack }) => ({ stack, sha256: OTHER })) }),
    codes: ["plan-not-reviewed", "plan-not-reviewed"],
  },
  {
    what: "one of the plans was not reviewed",
    given: (scene) =>
      scene.review({ plans: scene.report.planned.filter(({ stack }) => stack === "network") }),
    codes: ["plan-not-reviewed"],
  },
  {
    what: "the review is of another stack with the same digest",
    given: (scene) =>
      scene.review({
        plans: [
          { stack: "other", sha256: scene.plan256("vault") },
          ...scene.report.planned.filter(({ stack }) => stack === "network"),
        ],
      }),
    codes: ["plan-not-reviewed"],
  },
  {
    what: "the review says it is about it, and judges another plan of the stack",
    given: (scene) =>
      scene.review({
        plans: scene.report.planned.map(({ stack }) => ({ stack, sha256: OTHER })),
        about: scene.report.planned,
      }),
    codes: ["plan-not-reviewed", "plan-not-reviewed"],
  },
  {
    what: "the review says it is about it, and judges a plan of another stack",
    given: (scene) =>
      scene.review({
        plans: scene.report.planned.map(({ sha256 }) => ({ stack: "other", sha256 })),
        about: scene.report.planned,
      }),
    codes: ["plan-not-reviewed", "plan-not-reviewed"],
  },
  {
    what: "the review is signed with a key that nobody knows",
    given: (scene) => scene.review({ by: stranger }),
    codes: ["review-doubtful", "review-doubtful"],
  },
  {
    what: "the review is signed with the deployer's own key",
    given: (scene) => scene.review({ by: actors["ci-deploy"] }),
    codes: ["review-doubtful", "review-doubtful"],
  },
  {
    what: "the reviewer's key is revoked",
    given: (scene) => scene.review(),
    ring: ringWith({ "ci-review": { revocation: { effectiveFrom: "2026-01-02T00:00:00.000Z" } } }),
    codes: ["review-doubtful", "review-doubtful"],
  },
  {
    what: "the reviewer's key was not valid yet",
    given: (scene) => scene.review(),
    ring: ringWith({ "ci-review": { validFrom: "2099-01-01T00:00:00.000Z" } }),
    codes: ["review-doubtful", "review-doubtful"],
  },
  {
    what: "a second version was laid over the review",
    given: async (scene) => {
      const file = await scene.review();
      copyFileSync(file, `${file}@1`);
    },
    codes: ["review-doubtful", "review-doubtful"],
  },
  {
    what: "a record before the review was removed",
    given: async (scene) => {
      const first = await scene.review({ plans: [{ stack: "other", sha256: OTHER }] });
      await scene.review();
      rmSync(first);
    },
    codes: ["review-doubtful", "review-doubtful"],
  },
  {
    what: "the review was changed after it was signed",
    given: async (scene) => {
      const file = await scene.review({ effects: { vault: "weakens" } });
      const envelope = JSON.parse(readFileSync(file, "utf8")) as { payload: string };
      const payload = Buffer.from(envelope.payload, "base64").toString().replaceAll('"weakens"', '"neutral"');
      writeFileSync(file, JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") }));
    },
    codes: ["plan-not-reviewed", "plan-not-reviewed"],
  },
  {
    what: "the review is too old",
    given: (scene) => scene.review({ at: ago(8) }),
    codes: ["review-outdated", "review-outdated"],
  },
  {
    what: "the review is of tomorrow",
    given: (scene) => scene.review({ at: ago(-1) }),
    codes: ["review-outdated", "review-outdated"],
  },
  {
    what: "the plan was exchanged for another one",
    given: async (scene) => {
      await scene.review();
      writeFileSync(scene.file("vault.tfplan"), 'PK{"format_version":"1.2"}\n');
    },
    codes: ["plan-json-changed"],
  },
  {
    what: "the plan was exchanged, and its JSON too",
    given: async (scene) => {
      await scene.review();
      writeFileSync(scene.file("vault.tfplan"), 'PK{"format_version":"1.2"}\n');
      writeFileSync(scene.file("vault.json"), '{"format_version":"1.2"}\n');
    },
    codes: ["plan-not-reviewed"],
  },
  {
    what: "the plan was changed where its JSON does not show it",
    given: async (scene) => {
      await scene.review();
      appendFileSync(scene.file("vault.tfplan"), "another backend");
    },
    codes: ["plan-file-changed"],
  },
  {
    what: "people read another JSON than the plan's",
    given: async (scene) => {
      await scene.review();
      appendFileSync(scene.file("vault.json"), " ");
    },
    codes: ["plan-json-changed"],
  },
  {
    what: "it weakens a duty and nobody approved it",
    given: (scene) => scene.review({ effects: { vault: "weakens" } }),
    codes: ["plan-approval-missing"],
  },
  {
    what: "it cannot be told what it does and nobody approved it",
    given: (scene) => scene.review({ effects: { vault: "unknown" } }),
    codes: ["plan-approval-missing"],
  },
  {
    what: "the whole is worse than its parts and nobody approved them",
    given: (scene) => scene.review({ effect: "weakens" }),
    codes: ["plan-approval-missing", "plan-approval-missing"],
  },
  {
    what: "another plan was approved",
    given: async (scene) => {
      await scene.review({ effects: { vault: "weakens" } });
      await scene.decide("vault", { sha256: OTHER });
      await scene.decide("network");
    },
    codes: ["plan-approval-missing"],
  },
  {
    what: "what was approved is no plan",
    given: async (scene) => {
      await scene.review({ effects: { vault: "weakens" } });
      await scene.decide("vault", { about: "lock_mode" });
    },
    codes: ["plan-approval-missing"],
  },
  {
    what: "the reviewer approved it",
    given: async (scene) => {
      await scene.review({ effects: { vault: "weakens" } });
      await scene.decide("vault", { by: actors["ci-review"] });
    },
    codes: ["plan-approval-missing"],
  },
  {
    what: "an approver refused it after another had approved",
    given: async (scene) => {
      await scene.review({ effects: { vault: "weakens" } });
      await scene.decide("vault", { at: ago(0.2) });
      await scene.decide("vault", { at: ago(0.1), decision: "refused" });
    },
    codes: ["plan-refused"],
  },
  {
    what: "a second review, later than the first, finds that it weakens a duty",
    given: async (scene) => {
      await scene.review({ at: ago(0.2) });
      await scene.review({ at: ago(0.1), effects: { vault: "weakens" } });
    },
    codes: ["plan-approval-missing"],
  },
];

describe("Nothing is applied, and nothing recorded as deployed,", () => {
  it.each(REFUSALS)("when $what", async ({ given, ring, codes }) => {
    const scene = await DeployScene.planned(STACKS);
    await given(scene);
    const fault = await faultOf(scene.apply({ ...(ring && { ring }) }));
    expect(fault).toMatchObject({ code: "plans-not-cleared", exitCode: 2 });
    expect(fault.problems.map(({ code }) => code)).toEqual(codes);
    for (const { where } of fault.problems) expect(where).toMatch(/^(network|vault)/);
    expect(scene.applied).toEqual([]);
    expect(await scene.deploys()).toEqual([]);
  });

  it("when a stack that is applied alone belongs to a review of which another plan is not approved", async () => {
    const scene = await DeployScene.planned(STACKS);
    await scene.review({ effects: { vault: "weakens" } });
    const fault = await faultOf(scene.apply({ paths: [scene.file("network.json")] }));
    expect(fault.problems).toMatchObject([{ code: "plan-approval-missing", where: "vault" }]);
  });

  it("and the message says what is missing, with the digest that an approver must name", async () => {
    const scene = await DeployScene.planned(STACKS);
    await scene.review({ effects: { vault: "weakens" } });
    const { message } = await faultOf(scene.apply());
    expect(message).toContain(`--subject plan/vault=${scene.plan256("vault")}`);
    expect(message).toContain("the review says weakens of it");
  });
});

describe("Nothing is applied, with one clear word,", () => {
  it.each<{ what: string; given: (scene: DeployScene) => unknown; paths?: (scene: DeployScene) => string[]; code: string }>([
    { what: "when a folder is not there", given: () => undefined, paths: () => ["no-such-folder"], code: "plan-not-there" },
    { what: "when the planning did not come to its end", given: (scene) => rmSync(scene.file("plans.json")), code: "plans-not-finished" },
    { what: "when what was planned cannot be read", given: (scene) => writeFileSync(scene.file("plans.json"), "{"), code: "plans-file-invalid" },
    { what: "when the list of plans is of another form", given: (scene) => writeFileSync(scene.file("plans.json"), '{"schemaVersion":"9"}'), code: "plans-file-invalid" },
    { what: "when a plan is not among those planned", given: (scene) => writeFileSync(scene.file("state.json"), "{}"), paths: (scene) => [scene.file("state.json")], code: "plan-not-listed" },
    { what: "when a plan's own file is missing", given: (scene) => rmSync(scene.file("vault.tfplan")), code: "plan-not-there" },
    { what: "when a plan is given twice", given: () => undefined, paths: (scene) => [scene.out, scene.file("vault.json")], code: "plan-given-twice" },
    { what: "when the stack has changed since", given: (scene) => writeStacks({ ...STACKS, vault: { declares: "more" } }, scene.synthesized), code: "stack-not-as-planned" },
    { what: "when the stack is gone", given: (scene) => writeStacks({ network: {} }, scene.synthesized), code: "stack-not-as-planned" },
    { what: "when the plan was cut off", given: (scene) => writeFileSync(scene.file("vault.tfplan"), "PK"), code: "plan-json-changed" },
    { what: "when a state lies there for the plan", given: (scene) => writeFileSync(scene.file("vault.tfplan"), '{"version":4,"terraform_version":"1.11.4","lineage":"a"}'), code: "state-instead-of-plan" },
    { what: "when anything else lies there for the plan", given: (scene) => writeFileSync(scene.file("vault.tfplan"), "a text"), code: "plan-file-unreadable" },
    { what: "when Terraform cannot read the plan", given: (scene) => writeStacks({ ...STACKS, vault: { refuses: { show: "Failed to read the given file as a state or plan file" } } }, scene.synthesized), code: "plan-file-unreadable" },
    { what: "when another version of Terraform made the plan", given: (scene) => writeStacks({ ...STACKS, vault: { refuses: { show: "Plan read error: plan file was created by Terraform 1.12.0, but this is 1.11.4" } } }, scene.synthesized), code: "plan-of-other-version" },
    { what: "when credentials for the state are missing", given: (scene) => writeStacks({ ...STACKS, vault: { refuses: { init: "No valid credential sources found" } } }, scene.synthesized), code: "credentials-missing" },
    { what: "when the records cannot be read", given: (scene) => rmSync(scene.records, { recursive: true }), code: "records-folder-missing" },
  ])("$what: $code", async ({ given, paths, code }) => {
    const scene = await DeployScene.planned(STACKS);
    await scene.review();
    await given(scene);
    const fault = await faultOf(scene.apply({ ...(paths && { paths: paths(scene) }) }));
    expect([fault.code, ...fault.problems.map((problem) => problem.code)]).toContain(code);
    expect(scene.applied).toEqual([]);
  }); // prettier-ignore
});
