import { readLogEntry } from "../../../evidence/event";
import { inferences, SynthesizedOrganisation } from "./organisation";

let organisation: SynthesizedOrganisation;
beforeEach(async () => {
  organisation = await SynthesizedOrganisation.load();
});

const ARCHIVE = "art12_sandbox";
const ofArt12 = (tags: readonly string[]): readonly string[] =>
  tags.filter((tag) => tag.startsWith("compliance.")).toSorted();

describe("the organisation that the stacks declare", () => {
  it("can be played as a whole: no processor, pattern or query of it is passed over", async () => {
    expect(organisation.path.error).toBeUndefined();
    organisation.send(...(await inferences(1)));
    expect((await organisation.evaluate()).errors).toEqual([]);
  });

  it("archives an entry of the client with its tags, changes none of its bytes and indexes none", async () => {
    const [line] = await inferences(1);
    organisation.send(line ?? {});
    const [archived] = await organisation.archived();
    expect(ofArt12(archived?.tags ?? [])).toEqual(["compliance.art12:true"]);
    expect(archived?.tags).toEqual(
      expect.arrayContaining([
        "env:sandbox",
        "ai_system:credit-scoring",
        "event_type:inference",
        "model_version:7",
      ]),
    );
    expect(archived?.attributes["art12"]).toEqual(line?.art12);
    expect(readLogEntry(archived?.attributes)).toMatchObject({ ok: true });
    expect(organisation.path.indexes.status()).toMatchObject([{ name: "art12", indexed: 0, excluded: 1 }]);
  });

  it("leaves operational logs to others: it archives none of them", async () => {
    organisation.send({ message: "GET /health", service: "credit-scoring", ddtags: "env:sandbox" });
    expect(await organisation.archived()).toEqual([]);
  });
});

describe("a log that says it is evidence is archived, and marked where it does not fit", () => {
  it.each<[string, (line: Record<string, unknown>) => object, string[]]>([
    ["whose tag was lost on its way", ({ ddtags: _, ...line }) => line, ["compliance.art12:true"]],
    [
      "that has the tag as an attribute",
      ({ ddtags: _, art12: __, ...line }) => ({ ...line, compliance: { art12: true } }),
      ["compliance.art12:true", "compliance.art12_invalid:true", "compliance.art12_invalid_field:entry"],
    ],
    [
      "that is an operational log with a forged tag",
      () => ({ message: "GET /health", ddtags: "compliance.art12:true" }),
      ["compliance.art12:true", "compliance.art12_invalid:true", "compliance.art12_invalid_field:entry"],
    ],
    [
      "that names no model version",
      (line) => {
        const copy = structuredClone(line) as { art12: { event: { model: { version?: string } } } };
        delete copy.art12.event.model.version;
        return copy;
      },
      [
        "compliance.art12:true",
        "compliance.art12_invalid:true",
        "compliance.art12_invalid_field:event.model.version",
      ],
    ],
  ])("%s", async (_, change, tags) => {
    const [line] = await inferences(1);
    organisation.send(change(line as unknown as Record<string, unknown>));
    const [archived] = await organisation.archived();
    expect(ofArt12(archived?.tags ?? [])).toEqual(tags);
    const alerts = await organisation.alerts();
    expect(alerts.includes("Log entries that do not fit their schema")).toBe(tags.length > 1);
  });

  it("and a system that names another one's environment cannot: the event decides, not the sender's tags", async () => {
    const [line] = await inferences(1);
    organisation.send({ ...line, ddtags: "compliance.art12:true,env:production,ai_system:other" });
    const [archived] = await organisation.archived();
    expect(archived?.tags).toEqual(expect.arrayContaining(["env:sandbox", "ai_system:credit-scoring"]));
    expect(archived?.tags).not.toContain("env:production");
  });
});

describe("what would lose or change evidence is noticed by the organisation's own monitors", () => {
  it("an archive that cannot be written: entries are counted and not archived", async () => {
    organisation.sink.refuse = true;
    organisation.send(...(await inferences(3)));
    await organisation.archived();
    expect(await organisation.alerts()).toContain("Log entries come in and are not archived");
    organisation.sink.refuse = false;
    expect(await organisation.archived()).toHaveLength(3);
    expect(await organisation.alerts()).not.toContain("Log entries come in and are not archived");
  });

  it("an archive that asks for the attribute instead of the tag", async () => {
    organisation.change("logs archive", ARCHIVE, (archive) => ({
      ...archive,
      attributes: { ...(archive["attributes"] as object), query: "@compliance.art12:true" },
    }));
    organisation.send(...(await inferences(3)));
    expect(await organisation.archived()).toEqual([]);
    expect(await organisation.alerts()).toContain("Log entries come in and are not archived");
  });

  it("an archive of somebody else in front of ours takes the entries, and the delivery is not missed: the order must hold", async () => {
    const destination = { type: "s3", bucket: "somebody", path: "all" };
    organisation.assets.put("logs archive", "theirs", {
      id: "theirs",
      attributes: { name: "all", query: "*", destination },
    });
    organisation.send(...(await inferences(1)));
    await organisation.archived();
    const taken = () => organisation.path.archiver.status().map(({ id, archived }) => [id, archived]);
    expect(taken()).toEqual([
      [ARCHIVE, 1],
      ["theirs", 0],
    ]);
    organisation.assets.reorder("logs archive", ["theirs", ARCHIVE]);
    organisation.send(...(await inferences(1)));
    await organisation.archived();
    expect(taken()).toEqual([
      ["theirs", 1],
      [ARCHIVE, 1],
    ]);
  });

  it("an exclusion filter that somebody switched off: entries are indexed, up to the quota, and archived all the same", async () => {
    organisation.change("logs index", "art12", (index) => ({
      ...index,
      exclusion_filters: [],
      daily_limit: 2,
    }));
    organisation.send(...(await inferences(3)));
    expect(await organisation.archived()).toHaveLength(3);
    expect(organisation.path.indexes.status()).toMatchObject([{ indexed: 2, overQuota: 1 }]);
    expect(await organisation.alerts()).toContain("Log entries are indexed, which nobody asked for");
  });

  it("personal data in an entry: found, told, and archived as it was sent", async () => {
    const [line] = await inferences(1);
    organisation.send({ ...line, note: "call jane.doe@bank.example" });
    const [archived] = await organisation.archived();
    expect(archived?.tags).toEqual(
      expect.arrayContaining([
        "compliance.art12_personal_data:true",
        "compliance.art12_personal_data_kind:email",
      ]),
    );
    expect(archived?.attributes).toMatchObject({ note: "call jane.doe@bank.example", art12: line?.art12 });
    expect(await organisation.alerts()).toContain("What looks like personal data in log entries");
  });

  it("a scanner of somebody else that redacts: the entry no longer fits its digest, and every reader says so", async () => {
    const group = { name: "redact", is_enabled: true, filter: { query: "*" }, product_list: ["logs"] };
    organisation.assets.put("scanning group", "theirs", { id: "theirs", attributes: group });
    organisation.assets.put("scanning rule", "theirs", {
      id: "theirs",
      attributes: {
        ...{ name: "numbers", is_enabled: true, pattern: "0\\.[0-9]+" },
        text_replacement: { type: "replacement_string", replacement_string: "[number]" },
      },
      relationships: { group: { data: { id: "theirs" } } },
    });
    organisation.send(...(await inferences(1)));
    const [archived] = await organisation.archived();
    expect(readLogEntry(archived?.attributes)).toMatchObject({ ok: false, reason: "digest-mismatch" });
  });

  it("a pipeline that was switched off: the client's own tag still archives its entries, and none is checked", async () => {
    organisation.change("logs pipeline", "art12", (pipeline) => ({ ...pipeline, is_enabled: false }));
    const [line] = await inferences(1);
    organisation.send({ ...line }, { ...line, ddtags: "" });
    expect(await organisation.archived()).toHaveLength(1);
    expect(organisation.path.archiver.unarchived).toBe(1);
  });
});
