import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../errors";
import { readArchives } from "../../../sandbox/datadog/archives";
import { Assets, type AssetKind } from "../../../sandbox/datadog/assets";
import { StackLoader, type LoaderOptions } from "../../../sandbox/datadog/stacks/loader";
import { archiveJson, BUCKET, stacksDir, writeStack } from "../synthesized";

/** What an organisation consists of after stacks were loaded into it. */
async function loaded(
  stacks: Readonly<Record<string, object>>,
  options: Partial<LoaderOptions> = {},
  assets = new Assets(),
) {
  const dir = await stacksDir(stacks);
  const loader = new StackLoader(assets, { stacksDir: dir, ...options });
  await loader.load();
  return { assets, loader, dir };
}

const ONE = "sandbox-datadog";
async function only(kind: AssetKind, resource: object, options?: Partial<LoaderOptions>) {
  const { assets } = await loaded({ [ONE]: resource }, options);
  return assets.list(kind)[0];
}

async function problemsOf(resource: object) {
  const error: unknown = await loaded({ [ONE]: resource }).catch((thrown: unknown) => thrown);
  if (error instanceof UserError) return error.problems;
  throw new Error(`expected a user fault, got ${String(error)}`);
}

describe("a synthesized archive", () => {
  const archiveOf = async (more: object) => {
    const asset = await only("logs archive", { datadog_logs_archive: { one: archiveJson(more) } });
    return readArchives(asset ? [asset] : [])[0];
  };

  it("has the query, place, storage and tags switch of the resource", async () => {
    const s3 = {
      bucket: BUCKET,
      path: "/a/b/",
      storage_class: "GLACIER_IR",
      encryption_type: "SSE_KMS",
      encryption_key: "k",
    };
    expect(await archiveOf({ s3_archive: s3 })).toMatchObject({
      id: "one",
      queryText: "compliance.art12:true",
      includeTags: true,
      bucket: BUCKET,
      path: "a/b",
      storageClass: "GLACIER_IR",
      encryption: { type: "SSE_KMS", key: "k" },
    });
  });

  it("leaves the tags out when include_tags is not said", async () => {
    expect((await archiveOf({ include_tags: undefined }))?.includeTags).toBe(false);
  });

  it.each([
    ["a query that nobody could read", { query: "(env:a" }, "attributes.query"],
    ["a tags switch that is none", { include_tags: "yes" }, "attributes.include_tags"],
    [
      "another place than S3",
      { s3_archive: undefined, gcs_archive: { bucket: "b" } },
      "attributes.destination.type",
    ],
    ["no bucket", { s3_archive: { path: "a" } }, "attributes.destination.bucket"],
  ])("is refused by name with %s", async (_, more, field) => {
    await expect(archiveOf(more)).rejects.toThrow(`logs archive "Art 12": ${field}`);
  });
});

describe("synthesized resources become what the provider would make of them with the API", () => {
  it("a pipeline, with its processors one inside another", async () => {
    const remapper = { sources: ["a"], target: "b", is_enabled: true };
    const category = [{ filter: { query: "@a:1" }, name: "true" }];
    const pipeline = {
      ...{ name: "p", is_enabled: true, filter: [{ query: "*" }], lifecycle: { prevent_destroy: true } },
      processor: [
        { attribute_remapper: remapper },
        { category_processor: { category, target: "c", is_enabled: true } },
        {
          pipeline: {
            name: "inner",
            filter: { query: "a:b" },
            processor: { string_builder_processor: { template: "t" } },
          },
        },
      ],
    };
    expect(await only("logs pipeline", { datadog_logs_custom_pipeline: { p: pipeline } })).toEqual({
      ...{ id: "p", type: "pipeline", name: "p", is_enabled: true, filter: { query: "*" } },
      processors: [
        { type: "attribute-remapper", ...remapper },
        { type: "category-processor", categories: category, target: "c", is_enabled: true },
        {
          ...{ type: "pipeline", name: "inner", filter: { query: "a:b" } },
          processors: [{ type: "string-builder-processor", template: "t" }],
        },
      ],
    });
  });

  it("an index without a quota has none, whatever its number says", async () => {
    const index = {
      ...{ name: "art12", daily_limit: 5, filter: [{ query: "*" }] },
      exclusion_filter: [{ name: "x", is_enabled: true, filter: [{ query: "*", sample_rate: 1 }] }],
    };
    const made = await only("logs index", { datadog_logs_index: { a: index } });
    expect(made).toEqual({
      ...{ name: "art12", daily_limit: 5, filter: { query: "*" } },
      exclusion_filters: [{ name: "x", is_enabled: true, filter: { query: "*", sample_rate: 1 } }],
    });
    const unlimited = { ...index, disable_daily_limit: true };
    expect(await only("logs index", { datadog_logs_index: { a: unlimited } })).not.toHaveProperty(
      "daily_limit",
    );
  });

  it("a metric goes by its name", async () => {
    const group = { path: "env", tag_name: "env" };
    const metric = {
      name: "art12.events",
      compute: { aggregation_type: "count" },
      filter: { query: "*" },
      group_by: group,
    };
    expect(await only("logs metric", { datadog_logs_metric: { m: metric } })).toMatchObject({
      id: "art12.events",
      attributes: { compute: { aggregation_type: "count" }, filter: { query: "*" }, group_by: [group] },
    });
  });

  it("a monitor has its options apart, and the same number each time it is loaded", async () => {
    const monitor = {
      name: "m",
      type: "query alert",
      query: "q",
      monitor_thresholds: { critical: "1" },
      renotify_interval: 5,
    };
    const { assets, loader } = await loaded({ [ONE]: { datadog_monitor: { m: monitor } } });
    const [first] = assets.list("monitor");
    expect(first).toMatchObject({
      id: expect.any(Number) as number,
      options: { thresholds: { critical: "1" }, renotify_interval: 5 },
    });
    await loader.load();
    expect(assets.list("monitor")).toEqual([first]);
  });

  it("a rule of the scanner belongs to its group, a webhook and its variables to their names", async () => {
    const resource = {
      datadog_sensitive_data_scanner_group: {
        g: { name: "group", filter: { query: "*" }, product_list: ["logs"] },
      },
      datadog_sensitive_data_scanner_rule: {
        r: {
          name: "rule",
          pattern: "x",
          group_id: "${datadog_sensitive_data_scanner_group.g.id}",
          text_replacement: { type: "none" },
        },
      },
      datadog_webhook: { w: { name: "register", url: "http://x", payload: "{}" } },
      datadog_webhook_custom_variable: { v: { name: "TOKEN", value: "${var.token}", is_secret: true } },
    };
    const { assets } = await loaded({ [ONE]: resource }, { variables: { token: "s3cret" } });
    const group = { data: { id: "g", type: "sensitive_data_scanner_group" } };
    expect(assets.list("scanning rule")).toMatchObject([{ id: "r", relationships: { group } }]);
    expect(assets.get("webhook", "register")).toEqual({ name: "register", url: "http://x", payload: "{}" });
    expect(assets.get("webhook custom variable", "TOKEN")).toMatchObject({ value: "s3cret" });
  });

  it("an escaped ${ is text", async () => {
    const archive = { datadog_logs_archive: { one: archiveJson({ name: "costs $${5}" }) } };
    expect(await only("logs archive", archive)).toMatchObject({ attributes: { name: "costs ${5}" } });
  });
});

describe("the order of synthesized assets", () => {
  const two = { datadog_logs_archive: { a: archiveJson(), b: archiveJson() } };
  const orderOf = async (order: object, others: readonly string[] = []) => {
    const assets = new Assets();
    for (const id of others) assets.put("logs archive", id, { id });
    return (await loaded({ [ONE]: { ...two, ...order } }, {}, assets)).assets.order("logs archive");
  };
  const declared = (archive_ids: unknown) => ({ datadog_logs_archive_order: { order: { archive_ids } } });

  it.each([
    ["as written, without an order", {}, ["a", "b"]],
    [
      "a list of references",
      declared(["${datadog_logs_archive.b.id}", "${datadog_logs_archive.a.id}"]),
      ["b", "a"],
    ],
    [
      "ours before those of the organisation",
      declared(
        "${distinct(concat([datadog_logs_archive.b.id], data.datadog_logs_archives_order.current.archive_ids))}",
      ),
      ["b", "a"],
    ],
  ])("is the one that is declared, %s", async (_, order, expected) => {
    expect(await orderOf(order)).toEqual(expected);
  });

  it("puts ours first, and keeps what others have, in their order", async () => {
    const ours =
      "${distinct(concat([datadog_logs_archive.a.id, datadog_logs_archive.b.id], data.datadog_logs_archives_order.current.archive_ids))}";
    expect(await orderOf(declared(ours), ["theirs-1", "theirs-2"])).toEqual([
      "a",
      "b",
      "theirs-1",
      "theirs-2",
    ]);
  });
});

describe("synthesized stacks that cannot be used change nothing", () => {
  it.each([
    ["query", { query: "env:${var.env}" }, "query"],
    ["bucket", { s3_archive: { bucket: "${aws_s3_bucket.vault.id}", path: "art12" } }, "s3_archive.bucket"],
    ["path", { s3_archive: [{ bucket: BUCKET, path: "${local.path}" }] }, "s3_archive.0.path"],
    ["tags switch", { include_tags: "${var.tags}" }, "include_tags"],
  ])("when an archive's %s is known only after an apply", async (_, overrides, field) => {
    const problems = await problemsOf({ datadog_logs_archive: { broken: archiveJson(overrides) } });
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.where).toMatch(/sandbox-datadog\/cdk\.tf\.json: datadog_logs_archive\.broken$/);
  });

  it("and say every problem at once", async () => {
    const problems = await problemsOf({
      datadog_logs_archive: { a: archiveJson({ query: "${var.q}", name: "${var.n}" }) },
      datadog_webhook: { w: { name: "w", url: "${var.url}" } },
    });
    expect(problems.map(({ field }) => field)).toEqual(["name", "query", "url"]);
  });

  it.each([
    ["half written", '{"resource": {'],
    ["of another shape", '{"resource": {"datadog_logs_archive": []}}'],
  ])("when a stack's file is %s: it is named", async (_, text) => {
    const { dir, loader, assets } = await loaded({ [ONE]: { datadog_logs_archive: { a: archiveJson() } } });
    await writeFile(join(dir, ONE, "cdk.tf.json"), text);
    await expect(loader.load()).rejects.toThrow(/sandbox-datadog\/cdk\.tf\.json \[stack-file\]/);
    expect(assets.order("logs archive")).toEqual(["a"]);
  });

  it("of two organisations at once, for each has an order of its own", async () => {
    const order = { datadog_logs_archive_order: { order: { archive_ids: [] } } };
    const stacks = {
      "sandbox-datadog": { datadog_logs_archive: { ours: archiveJson() }, ...order },
      "example-datadog": { datadog_logs_archive: { theirs: archiveJson() }, ...order },
      "sandbox-monitoring-a": { datadog_webhook: { w: { name: "a", url: "u" } } },
      "sandbox-monitoring-b": { datadog_webhook: { w: { name: "b", url: "u" } } },
    };
    await expect(loaded(stacks)).rejects.toThrow(/several-orders/);
    const { assets } = await loaded(stacks, { stacks: ["sandbox-datadog", "sandbox-monitoring-*"] });
    expect(assets.order("logs archive")).toEqual(["ours"]);
    expect(assets.order("webhook")).toEqual(["a", "b"]);
  });

  it("and where nothing was synthesized yet, there is nothing", async () => {
    const assets = new Assets();
    await new StackLoader(assets, { stacksDir: "/nowhere" }).load();
    expect(assets.list("logs archive")).toEqual([]);
  });
});

describe("stacks that changed", () => {
  it("change, add and take away what they made, and nothing of others", async () => {
    const first = { datadog_logs_archive: { stays: archiveJson(), goes: archiveJson() } };
    const { assets, loader, dir } = await loaded({ [ONE]: first });
    assets.put("logs archive", "theirs", { id: "theirs" });
    const changes: string[] = [];
    assets.onChange(({ id }) => changes.push(id));
    await writeStack(dir, ONE, { datadog_logs_archive: { stays: archiveJson(), comes: archiveJson() } });
    await loader.load();
    expect(assets.order("logs archive")).toEqual(["stays", "theirs", "comes"]);
    expect(changes).toEqual(["goes", "comes"]);
    loader.unload();
    expect(assets.order("logs archive")).toEqual(["theirs"]);
  });
});
