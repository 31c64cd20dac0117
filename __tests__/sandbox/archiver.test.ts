import { parseLogQuery } from "../../logquery";
import { Archiver } from "../../sandbox/datadog/archiver";
import { receiveLog } from "../../sandbox/datadog/received-log";
import type { Archive } from "../../sandbox/datadog/archives";
import { MemorySink } from "./memory-sink";

const NOW = new Date("2026-11-24T22:05:06.789Z");

function archive(id: string, queryText = "compliance.art12:true", more: Partial<Archive> = {}): Archive {
  const encryption = { type: "NO_OVERRIDE" } as const;
  return {
    id,
    name: id,
    queryText,
    query: parseLogQuery(queryText),
    includeTags: true,
    bucket: "vault",
    path: id,
    encryption,
    ...more,
  };
}

const log = (sent: Record<string, unknown> = {}) =>
  receiveLog(
    {
      ddtags: "compliance.art12:true",
      timestamp: "2026-11-24T21:10:00.000Z",
      message: "m",
      art12: { entry: "e" },
      ...sent,
    },
    [],
    NOW,
  );

async function archiverWith(...archives: Archive[]) {
  const sink = new MemorySink();
  const archiver = new Archiver(sink, () => NOW);
  await archiver.configure(archives);
  return { sink, archiver };
}

describe("an archive of logs", () => {
  it("is tested for permission when it is created, under a folder of its own", async () => {
    const { sink } = await archiverWith(archive("art12"));
    expect(sink.keys).toEqual([expect.stringMatching(/^vault\/art12\/permission_testing\/[\w-]+$/)]);
  });

  it("holds the logs in Datadog's layout: day and hour of the log, time of writing, gzip, a line each", async () => {
    const { sink, archiver } = await archiverWith(archive("art12"));
    archiver.accept(log());
    archiver.accept(log({ timestamp: "2026-11-24T21:59:59.999Z" }));
    archiver.accept(log({ timestamp: "2026-11-24T22:00:00.000Z" }));
    const { written } = await archiver.flush();
    expect(written.map(({ key, logs }) => [key.replace(/\.[\w-]{22}\./, ".<id>."), logs])).toEqual([
      ["art12/dt=20261124/hour=21/archive_220506.7890.<id>.json.gz", 2],
      ["art12/dt=20261124/hour=22/archive_220506.7890.<id>.json.gz", 1],
    ]);
    expect(sink.lines).toHaveLength(3);
  });

  it("has lines with the reserved attributes outside and the evidence under attributes", async () => {
    const { sink, archiver } = await archiverWith(archive("art12"));
    archiver.accept(log({ hostname: "h", service: "s", ddsource: "ai-act-evidence" }));
    await archiver.flush();
    expect(sink.lines).toEqual([
      {
        _id: expect.stringMatching(/^[\w-]{24}$/) as string,
        date: "2026-11-24T21:10:00.000Z",
        host: "h",
        service: "s",
        source: "ai-act-evidence",
        status: "info",
        message: "m",
        attributes: { art12: { entry: "e" } },
        tags: ["compliance.art12:true"],
      },
    ]);
  });

  it("has no tags in its lines unless it includes them, so the Art 12 tag is then gone", async () => {
    const { sink, archiver } = await archiverWith(archive("art12", "*", { includeTags: false }));
    archiver.accept(log());
    await archiver.flush();
    expect(Object.keys(sink.lines[0] ?? {})).not.toContain("tags");
  });

  it("at the top of a bucket has no path in front", async () => {
    const { sink } = await archiverWith(archive("art12", "*", { path: "" }));
    expect(sink.keys[0]).toMatch(/^vault\/permission_testing\//);
  });

  it.each([
    ["the tag", "compliance.art12:true", {}, 1],
    ["the attribute, which emitters do not send", "@compliance.art12:true", {}, 0],
    ["the attribute, sent in the body", "@compliance.art12:true", { compliance: { art12: true } }, 1],
    [
      "the tag, which a body attribute is not",
      "compliance.art12:true",
      { ddtags: "", compliance: { art12: true } },
      0,
    ],
    ["a reserved attribute", "service:credit-scoring", { service: "credit-scoring" }, 1],
  ])("that asks for %s takes what carries it and visibly loses the rest", async (_, query, sent, taken) => {
    const { archiver } = await archiverWith(archive("art12", query));
    archiver.accept(log(sent));
    await archiver.flush();
    expect(archiver.status()[0]?.archived).toBe(taken);
    expect(archiver.unarchived).toBe(1 - taken);
  });

  it("takes a log from all archives behind it: the first that matches has it, alone", async () => {
    const { archiver } = await archiverWith(archive("a", "env:other"), archive("b", "*"), archive("c"));
    archiver.accept(log());
    const { written } = await archiver.flush();
    expect(written.map(({ archive: id }) => id)).toEqual(["b"]);
  });
});

describe("an archive whose bucket is not there", () => {
  async function broken() {
    const sink = new MemorySink();
    sink.refuse = true;
    const archiver = new Archiver(sink, () => NOW);
    await archiver.configure([archive("art12")]);
    return { sink, archiver };
  }

  it("is failing, with the reason, and keeps its logs to itself", async () => {
    const { archiver } = await broken();
    archiver.accept(log());
    const { written, failed } = await archiver.flush();
    expect(written).toEqual([]);
    expect(failed).toEqual([
      { archive: "art12", error: "NoSuchBucket: The specified bucket does not exist", pending: 1 },
    ]);
    expect(archiver.status()[0]).toMatchObject({ state: "FAILING", pending: 1, archived: 0 });
  });

  it.each([
    ["at the next flush", (archiver: Archiver) => archiver.flush()],
    ["when it is configured again", (archiver: Archiver) => archiver.configure([archive("art12")])],
  ])("works %s once the bucket is there, and then writes what waited", async (_, retry) => {
    const { sink, archiver } = await broken();
    archiver.accept(log());
    sink.refuse = false;
    await retry(archiver);
    await archiver.flush();
    expect(archiver.status()[0]).toMatchObject({ state: "WORKING", pending: 0, archived: 1 });
    expect(sink.permissionTests).toHaveLength(1);
  });

  it("keeps its logs in order when a write fails later, and writes each once", async () => {
    const { sink, archiver } = await archiverWith(archive("art12"));
    archiver.accept(log({ message: "first" }));
    sink.refuse = true;
    await archiver.flush();
    archiver.accept(log({ message: "second" }));
    sink.refuse = false;
    await Promise.all([archiver.flush(), archiver.flush()]);
    expect(sink.lines.map(({ message }) => message)).toEqual(["first", "second"]);
  });
});

describe("a changed configuration", () => {
  it("tests an archive anew that is new or changed, and leaves the others alone", async () => {
    const { sink, archiver } = await archiverWith(archive("same"), archive("changed"));
    await archiver.configure([archive("same"), archive("changed", "*"), archive("new")]);
    const tests = sink.permissionTests.map((key) => key.split("/")[1]);
    expect(tests).toEqual(["same", "changed", "changed", "new"]);
  });

  it("keeps counts and waiting logs of an archive that stays, and counts those of a removed one as lost", async () => {
    const { archiver } = await archiverWith(archive("stays"), archive("goes", "other:tag"));
    archiver.accept(log());
    archiver.accept(log({ ddtags: "other:tag" }));
    await archiver.configure([archive("stays")]);
    await archiver.flush();
    expect(archiver.status()).toMatchObject([{ id: "stays", archived: 1, pending: 0 }]);
    expect(archiver.unarchived).toBe(1);
  });
});
