import { synthesizedSet } from "../../rules";
import { any, text } from "../../rules/reading";
import { readPlans } from "../../rules/sources/plan";
import { Unresolved } from "../../rules/values";

interface Change {
  readonly address: string;
  readonly [key: string]: unknown;
}

/** One change of a plan, as Terraform writes it. */
function change(
  address: string,
  actions: string[],
  given: Record<string, unknown>,
  more: object = {},
): Change {
  const [type = "", name = ""] = address
    .replace(/^module\.\w+(\[[^\]]*\])?\./, "")
    .replace(/\[.*$/, "")
    .split(".");
  const { before = null, after = null, ...rest } = given;
  return { address, mode: "managed", type, name, change: { actions, before, after, ...rest }, ...more };
}

/** A plan with these changes. */
function plan(changes: readonly Change[], more: Record<string, unknown> = {}): unknown {
  return {
    format_version: "1.2",
    planned_values: {},
    resource_changes: changes,
    configuration: { root_module: {} },
    ...more,
  };
}

const read = (json: unknown) => readPlans([{ path: "plan.json", json, stack: "s" }]);
const LOCK = "aws_s3_bucket_object_lock_configuration.vault";
const BUCKET = "aws_s3_bucket.vault";

describe("A plan", () => {
  it("is what there is and what there would be", () => {
    const { before, after } = read(
      plan([
        change(LOCK, ["update"], { before: { bucket: "v", days: 3653 }, after: { bucket: "v", days: 90 } }),
      ]),
    );
    expect(
      [before, after].map((set) => any(set.ofType("aws_s3_bucket_object_lock_configuration")[0]!, "days")),
    ).toEqual([3653, 90]);
  });

  it.each([
    ["destroyed", ["delete"], false, undefined],
    ["forgotten by Terraform", ["forget"], false, undefined],
    ["destroyed and made anew", ["delete", "create"], true, { bucket: "v" }],
    ["read", ["read"], false, { bucket: "v" }],
    ["left alone", ["no-op"], false, { bucket: "v" }],
  ])("tells what is %s", (_, actions, replaced, after) => {
    const {
      before,
      after: there,
      changes,
    } = read(plan([change(BUCKET, actions, { before: { bucket: "v" }, after })]));
    expect(before.resources).toHaveLength(1);
    expect(there.resources).toHaveLength(after ? 1 : 0);
    expect(changes[0]).toMatchObject({ address: `s/${BUCKET}`, actions, replaced, imported: false });
  });

  it("tells what is moved, imported and put off", () => {
    const { changes } = read(
      plan(
        [
          change(
            BUCKET,
            ["no-op"],
            { before: {}, after: {}, importing: { id: "v" } },
            { previous_address: "aws_s3_bucket.old" },
          ),
        ],
        {
          deferred_changes: [
            { reason: "resource_config_unknown", resource_change: change(LOCK, ["create"], { after: {} }) },
          ],
        },
      ),
    );
    expect(changes).toMatchObject([
      {
        address: `s/${BUCKET}`,
        actions: ["no-op"],
        replaced: false,
        imported: true,
        movedFrom: "s/aws_s3_bucket.old",
      },
      {
        address: `s/${LOCK}`,
        actions: ["create"],
        replaced: false,
        imported: false,
        deferred: "resource_config_unknown",
      },
    ]);
  });

  it("does not count what an earlier run left to be destroyed", () =>
    expect(read(plan([change(BUCKET, ["delete"], { before: {} }, { deposed: "abc" })])).changes).toEqual([]));

  it("keeps secrets from the rules, and so from every report", () => {
    const { after } = read(
      plan([
        change(BUCKET, ["update"], {
          before: {},
          after: { token: "secret" },
          after_sensitive: { token: true },
        }),
      ]),
    );
    expect(() => text(after.resources[0]!, "token")).toThrow("token is marked as a secret");
    expect(JSON.stringify(after.resources)).not.toContain('"secret"');
  });

  it.each([
    ["no changes at all", plan([])],
    [
      "nothing but unknowns",
      plan([change(BUCKET, ["create"], { after: {}, after_unknown: { bucket: true, id: true } })]),
    ],
    [
      "another tool's name on it",
      { ...(plan([]) as object), format_version: "1.3", terraform_version: "1.10.0-tofu" },
    ],
  ])("is read with %s", (_, json) => expect(read(json).before.resources).toEqual([]));
});

describe("What is known only after apply", () => {
  const unknown = (configuration: object, changes: readonly Change[]) => {
    const { after } = read(plan(changes, { configuration }));
    const { by, strays } = after.pointing(
      "aws_s3_bucket_object_lock_configuration",
      "bucket",
      "aws_s3_bucket",
    );
    return { buckets: [...by.keys()], strays: strays.length };
  };
  const lock = (address = LOCK) =>
    change(address, ["create"], { after: {}, after_unknown: { bucket: true } });
  const bucket = (address = BUCKET) =>
    change(address, ["create"], { after: { bucket: address }, after_unknown: { id: true } });
  const to = (reference: string, address = LOCK) => ({
    address,
    expressions: { bucket: { references: [`${reference}.id`, reference] } },
  });

  it("counts as the resource it refers to", () =>
    expect(unknown({ root_module: { resources: [to(BUCKET)] } }, [bucket(), lock()])).toEqual({
      buckets: [`s/${BUCKET}`],
      strays: 0,
    }));

  it("counts as the instance with the same key", () =>
    expect(
      unknown({ root_module: { resources: [to("aws_s3_bucket.vault[each.key]")] } }, [
        bucket(`${BUCKET}["a"]`),
        bucket(`${BUCKET}["b"]`),
        lock(`${LOCK}["b"]`),
      ]),
    ).toEqual({ buckets: [`s/${BUCKET}["b"]`], strays: 0 }));

  it("is followed through a module's variable and another's output", () =>
    expect(
      unknown(
        {
          root_module: {
            module_calls: {
              storage: {
                module: {
                  resources: [{ address: BUCKET, expressions: {} }],
                  outputs: { name: { expression: { references: [`${BUCKET}.id`, BUCKET] } } },
                },
              },
              lock: {
                expressions: { target: { references: ["module.storage.name", "module.storage"] } },
                module: {
                  resources: [{ address: LOCK, expressions: { bucket: { references: ["var.target"] } } }],
                },
              },
            },
          },
        },
        [bucket(`module.storage.${BUCKET}`), lock(`module.lock.${LOCK}`)],
      ),
    ).toEqual({ buckets: [`s/module.storage.${BUCKET}`], strays: 0 }));

  it("is not told where it refers to nothing of the plan", () =>
    expect(unknown({ root_module: { resources: [to("data.external.name")] } }, [bucket(), lock()])).toEqual({
      buckets: [],
      strays: 1,
    }));

  it("is taken from the synthesized JSON where that says it", () => {
    const json = {
      resource: { aws_s3_bucket: { vault: { bucket: "v", lifecycle: { prevent_destroy: true } } } },
    };
    const declared = synthesizedSet([{ path: "x", json, stack: "s" }], false);
    const source = {
      path: "p",
      stack: "s",
      json: plan([change(BUCKET, ["create"], { after: {}, after_unknown: { bucket: true } })]),
    };
    expect(readPlans([source], { head: declared }).after.resources[0]).toMatchObject({
      preventDestroy: true,
      values: { bucket: "v" },
    });
    const [alone] = readPlans([source]).after.resources;
    expect(alone?.values["bucket"]).toBeInstanceOf(Unresolved);
    expect(alone).toMatchObject({ unknownPaths: ["bucket"] });
    expect(alone?.preventDestroy).toBeUndefined();
  });
});

it("Provider aliases and their regions are read from a plan's configuration", () => {
  const { after } = read(
    plan([change(BUCKET, ["create"], { after: { bucket: "v" } })], {
      configuration: {
        provider_config: {
          "aws.replica": {
            name: "aws",
            alias: "replica",
            expressions: { region: { constant_value: "eu-west-1" } },
          },
        },
        root_module: { resources: [{ address: BUCKET, provider_config_key: "aws.replica" }] },
      },
    }),
  );
  const [bucket] = after.resources;
  expect([bucket?.provider, bucket && after.region(bucket)]).toEqual(["aws.replica", "eu-west-1"]);
});
