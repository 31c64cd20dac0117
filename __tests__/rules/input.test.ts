import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors";
import { readSet } from "../../rules";
import { readPlans } from "../../rules/sources/plan";
import { stateSet } from "../../rules/sources/state";
import { temporaryFolder } from "../temporary";

const PLAN = {
  format_version: "1.2",
  planned_values: {},
  resource_changes: [],
  configuration: { root_module: {} },
};
const SHOWN = { format_version: "1.0", terraform_version: "1.9.0", values: { root_module: {} } };
const STORED = { version: 4, serial: 1, lineage: "a", resources: [] };

function file(content: string): string {
  const path = join(temporaryFolder(), "input.json");
  writeFileSync(path, content);
  return path;
}

function codeOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

const source = (json: unknown) => ({ path: "x.json", json, stack: "s" });
const plan = (json: unknown) => () => readPlans([source(json)]);
const state = (json: unknown) => () => stateSet([source(json)], false);
const text = (content: string) => () => readSet(file(content));

describe("Input that cannot be judged is refused, with words for it", () => {
  it.each([
    ["a file that is not there", () => readSet("/nowhere/at/all"), "nothing-to-judge"],
    ["a folder without stacks", () => readSet(temporaryFolder()), "nothing-to-judge"],
    ["a plan in Terraform's own format", text("PK\u0003\u0004tfplan"), "not-json"],
    ["JSON that was cut off", text('{"format_version": "1.2", "resource_chan'), "json-cut-off"],
    ["JSON of something else", text('{"name": "left-pad"}'), "not-synthesized"],
    ["a list", text("[]"), "not-synthesized"],
    ["a stack whose resources are no blocks", text('{"resource": {"aws_s3_bucket": []}}'), "not-synthesized"],
    ["a state instead of a plan", plan(SHOWN), "state-instead-of-plan"],
    ["a stored state instead of a plan", plan(STORED), "state-instead-of-plan"],
    ["a plan instead of a state", state(PLAN), "plan-instead-of-state"],
    ["a synthesized stack instead of a plan", plan({ resource: {} }), "not-a-plan"],
    ["a synthesized stack instead of a state", state({ resource: {} }), "not-a-state"],
    ["a plan of an unknown format", plan({ ...PLAN, format_version: "2.0" }), "unknown-format-version"],
    ["a state of an unknown format", state({ ...SHOWN, format_version: "2.0" }), "unknown-format-version"],
    ["a stored state of an unknown version", state({ ...STORED, version: 5 }), "unknown-format-version"],
    ["a plan with errors", plan({ ...PLAN, errored: true }), "plan-with-errors"],
    ["a plan whose changes are none", plan({ ...PLAN, resource_changes: [{ address: 1 }] }), "not-a-plan"],
    [
      "a state whose resources are none",
      state({ ...SHOWN, values: { root_module: { resources: [1] } } }),
      "not-a-state",
    ],
  ])("%s", (_, read, code) => expect(codeOf(read)).toBe(code));

  it("a file over 500 MB, before it is read", () => {
    const path = file("{");
    truncateSync(path, 500 * 2 ** 20 + 1);
    expect(codeOf(() => readSet(path))).toBe("too-large-to-judge");
  });
});

describe("A state", () => {
  const values = { bucket: "v", object_lock_enabled: true, id: "v" };

  it("is read as shown, with its modules", () => {
    const resource = (address: string) => ({
      address,
      mode: "managed",
      type: "aws_s3_bucket",
      name: "v",
      values,
    });
    const set = stateSet(
      [
        source({
          ...SHOWN,
          values: {
            root_module: {
              resources: [resource("aws_s3_bucket.v")],
              child_modules: [{ address: "module.m", resources: [resource("module.m.aws_s3_bucket.v")] }],
            },
          },
        }),
      ],
      false,
    );
    expect(set.resources.map(({ address, module }) => [address, module])).toEqual([
      ["s/aws_s3_bucket.v", undefined],
      ["s/module.m.aws_s3_bucket.v", "module.m"],
    ]);
  });

  it("is read as stored, with instance keys and provider aliases", () => {
    const provider = 'provider["registry.terraform.io/hashicorp/aws"].replica';
    const instances = [
      { index_key: "a", attributes: values },
      { index_key: 1, attributes: values },
      { attributes: values, deposed: "00" },
    ];
    const resources = [{ mode: "managed", type: "aws_s3_bucket", name: "v", provider, instances }];
    const set = stateSet([source({ ...STORED, resources })], false);
    expect(set.resources.map(({ address, provider: alias }) => [address, alias])).toEqual([
      ['s/aws_s3_bucket.v["a"]', "aws.replica"],
      ["s/aws_s3_bucket.v[1]", "aws.replica"],
    ]);
  });

  it("of an empty account is empty", () => {
    const empty = { format_version: "1.0", serial: 1 };
    expect(stateSet([source(empty)], false).resources).toEqual([]);
  });
});
