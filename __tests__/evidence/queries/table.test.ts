import { EVENTS_VIEW_SQL } from "../../../evidence/queries/events-view";
import { archiveTable, databaseName, eventsView } from "../../../evidence/queries/table";

const table = archiveTable({ bucket: "vault", path: "art12", retentionDays: 3653 });

describe("The archive as Glue knows it", () => {
  it("has a database for each environment, named as Athena allows", () => {
    expect(databaseName("sandbox")).toBe("ai_act_evidence_sandbox");
    expect(databaseName("eu-production-2")).toBe("ai_act_evidence_eu_production_2");
  });

  it("looks for days as far back as logs are kept, without a crawler", () => {
    expect(table.parameters).toMatchObject({
      "projection.enabled": "true",
      "projection.dt.range": "NOW-3653DAYS,NOW",
      "projection.hour.range": "0,23",
      "storage.location.template": "s3://vault/art12/dt=${dt}/hour=${hour}",
    });
    expect(table.partitionKeys?.map(({ name }) => name)).toEqual(["dt", "hour"]);
  });

  it("lets Athena read what was restored from a cold storage class, which it passes over otherwise", () => {
    expect(table.parameters["read_restored_glacier_objects"]).toBe("true");
  });

  it("may lie at the root of a bucket", () => {
    const { parameters, storageDescriptor } = archiveTable({ bucket: "vault", path: "", retentionDays: 184 });
    expect(storageDescriptor.location).toBe("s3://vault/");
    expect(parameters["storage.location.template"]).toBe("s3://vault/dt=${dt}/hour=${hour}");
  });

  it("takes attributes as text, so that one odd line fails no query", () => {
    expect(table.storageDescriptor.columns).toContainEqual({ name: "attributes", type: "string" });
    expect(table.storageDescriptor.serDeInfo?.parameters).toEqual({ "ignore.malformed.json": "true" });
  });

  it("has a typed view whose stored text is the text that is tested", () => {
    const view = eventsView("ai_act_evidence_sandbox");
    const [, encoded = ""] = /^\/\* Presto View: (\S+) \*\/$/.exec(view.viewOriginalText ?? "") ?? [];
    const stored = JSON.parse(Buffer.from(encoded, "base64").toString()) as Record<string, unknown>;
    expect(stored).toMatchObject({ originalSql: EVENTS_VIEW_SQL, schema: "ai_act_evidence_sandbox" });
    const columns = stored["columns"] as { name: string }[];
    expect(view.storageDescriptor.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
  });

  it("explains each column within what Glue stores", () => {
    for (const { comment = "" } of eventsView("x").storageDescriptor.columns)
      expect(comment.length).toBeLessThan(256);
  });
});
