import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors";
import { readSynthesizedArchives } from "../../sandbox/datadog/synthesized-archives";
import { archiveJson, BUCKET, stacksDir } from "./synthesized";

const read = async (resource: object) =>
  readSynthesizedArchives(await stacksDir({ "sandbox-datadog": resource }));
const ids = (archives: readonly { id: string }[]): string[] => archives.map(({ id }) => id);

async function problemsOf(resource: object) {
  const error: unknown = await read(resource).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`expected a user fault, got ${String(error)}`);
  return error.problems;
}

describe("archives as the synthesized stacks declare them", () => {
  it("have the query, place, storage and tags switch of the resource", async () => {
    const s3 = {
      bucket: BUCKET,
      path: "/a/b/",
      storage_class: "GLACIER_IR",
      encryption_type: "SSE_KMS",
      encryption_key: "k",
    };
    const [archive] = await read({ datadog_logs_archive: { one: archiveJson({ s3_archive: s3 }) } });
    expect(archive).toMatchObject({
      id: "one",
      queryText: "compliance.art12:true",
      includeTags: true,
      bucket: BUCKET,
      path: "a/b",
      storageClass: "GLACIER_IR",
      encryption: { type: "SSE_KMS", key: "k" },
    });
  });

  it("leave the tags out when include_tags is not said", async () => {
    const [archive] = await read({ datadog_logs_archive: { one: archiveJson({ include_tags: undefined }) } });
    expect(archive?.includeTags).toBe(false);
  });

  const two = { datadog_logs_archive: { a: archiveJson(), b: archiveJson() } };
  it.each([
    ["no order: as written", undefined, ["a", "b"]],
    ["a list of references", ["${datadog_logs_archive.b.id}", "${datadog_logs_archive.a.id}"], ["b", "a"]],
    [
      "ours before those of the organisation",
      "${distinct(concat([datadog_logs_archive.b.id], data.datadog_logs_archives_order.current.archive_ids))}",
      ["b", "a"],
    ],
  ])("stand in the order that is declared, %s", async (_, archive_ids, expected) => {
    const order = archive_ids ? { datadog_logs_archive_order: { order: { archive_ids } } } : {};
    expect(ids(await read({ ...two, ...order }))).toEqual(expected);
  });

  it.each([
    ["query", { query: "env:${var.env}" }, "query"],
    ["bucket", { s3_archive: { bucket: "${aws_s3_bucket.vault.id}", path: "art12" } }, "s3_archive.bucket"],
    ["path", { s3_archive: [{ bucket: BUCKET, path: "${local.path}" }] }, "s3_archive.path"],
    ["tags switch", { include_tags: "${var.tags}" }, "include_tags"],
    ["S3 place", { s3_archive: undefined, gcs_archive: { bucket: "b" } }, "s3_archive"],
  ])("are refused by name when their %s is known only after an apply", async (_, overrides, field) => {
    const problems = await problemsOf({ datadog_logs_archive: { broken: archiveJson(overrides) } });
    expect(problems.map((problem) => problem.field?.replace(".0", ""))).toEqual([field]);
    expect(problems[0]?.where).toMatch(/sandbox-datadog\/cdk\.tf\.json: datadog_logs_archive\.broken$/);
  });

  it("are refused with every problem at once, a query that Datadog could not read included", async () => {
    const problems = await problemsOf({
      datadog_logs_archive: {
        a: archiveJson({ query: "(env:a" }),
        b: archiveJson({ query: "${var.q}", name: "${var.n}" }),
      },
    });
    expect(problems.map(({ field }) => field)).toEqual(["query", "name", "query"]);
  });

  it.each([
    ["half written", '{"resource": {'],
    ["of another shape", '{"resource": {"datadog_logs_archive": []}}'],
  ])("are refused, with the file's name, when a stack's file is %s", async (_, text) => {
    const dir = await stacksDir({ "sandbox-datadog": {} });
    await writeFile(join(dir, "sandbox-datadog", "cdk.tf.json"), text);
    await expect(readSynthesizedArchives(dir)).rejects.toThrow(
      /sandbox-datadog\/cdk\.tf\.json \[stack-file\]/,
    );
  });

  it("take an escaped ${ as text", async () => {
    const [archive] = await read({ datadog_logs_archive: { one: archiveJson({ name: "costs $${5}" }) } });
    expect(archive?.name).toBe("costs ${5}");
  });

  it("are those of the named stacks only: another organisation's order is not mixed in", async () => {
    const order = { datadog_logs_archive_order: { order: { archive_ids: [] } } };
    const dir = await stacksDir({
      "sandbox-datadog": { datadog_logs_archive: { ours: archiveJson() }, ...order },
      "example-datadog": { datadog_logs_archive: { theirs: archiveJson() }, ...order },
      "sandbox-mlflow": {},
    });
    expect(ids(await readSynthesizedArchives(dir, ["sandbox-datadog"]))).toEqual(["ours"]);
    await expect(readSynthesizedArchives(dir)).rejects.toThrow(/several-archive-orders/);
  });

  it("are none where nothing was synthesized yet", async () => {
    expect(await readSynthesizedArchives("/nowhere", ["sandbox-datadog"])).toEqual([]);
    expect(await readSynthesizedArchives("/nowhere")).toEqual([]);
  });
});
