import { utimesSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readTrail } from "../../../review/drift/trail/read-trail";
import { at, NOW, REGION, TrailFolder, trailRecord } from "./trail-folder";

const time = (text: string) => ({ eventTime: `2026-11-24T${text}Z` });

describe("Reading a trail", () => {
  it("hands on what changes something, counts what only reads, and leaves out what is of another time", async () => {
    const folder = new TrailFolder();
    folder.deliver([
      trailRecord({ ...time("10:00:00"), eventName: "PutBucketPolicy" }),
      trailRecord({ ...time("10:59:59"), eventName: "DeleteBucketPolicy" }),
      trailRecord({ ...time("10:30:00"), eventName: "GetBucketPolicy", readOnly: true }),
      trailRecord({ ...time("09:59:59"), eventName: "CreateBucket" }),
      trailRecord({ ...time("11:00:00"), eventName: "DeleteBucket" }),
    ]);
    const { calls, report } = await folder.read("10:00:00", "11:00:00");
    expect(calls.map(({ name }) => name)).toEqual(["PutBucketPolicy", "DeleteBucketPolicy"]);
    expect(report).toMatchObject({ files: 1, records: 3, findings: [] });
  });

  it("takes a call in the second in which the period begins: CloudTrail cuts the fraction off", async () => {
    const folder = new TrailFolder();
    folder.deliver([trailRecord(time("10:00:00"))]);
    const period = { from: "2026-11-24T10:00:00.700Z", to: at("11:00:00") };
    const names: string[] = [];
    await readTrail(folder.place(), period, ({ name }) => names.push(name), { now: NOW });
    expect(names).toEqual(["PutBucketVersioning"]);
  });

  it("reads what is delivered late, on the next day", async () => {
    const folder = new TrailFolder();
    const key = folder.logKey("23:59").replace("/24/", "/25/").replace("20261124T2359", "20261125T0004");
    folder.put(key, gzipSync(JSON.stringify({ Records: [trailRecord(time("23:59:00"))] })));
    expect((await folder.read()).calls).toHaveLength(1);
  });

  it.each<{ what: string; bytes: Buffer; code: string }>([
    { what: "an empty file", bytes: Buffer.alloc(0), code: "log-damaged" },
    { what: "a file that is cut off", bytes: gzipSync(JSON.stringify({ Records: [trailRecord()] })).subarray(0, 120), code: "log-damaged" },
    { what: "a file that is no gzip", bytes: Buffer.from("{}"), code: "log-damaged" },
    { what: "a file with a changed byte", bytes: flipped(gzipSync(JSON.stringify({ Records: [trailRecord()] }))), code: "log-damaged" },
    { what: "a file that is no JSON", bytes: gzipSync("{"), code: "log-damaged" },
    { what: "a file that is not UTF-8", bytes: gzipSync(Buffer.from([0x22, 0xff, 0x22])), code: "log-damaged" },
    { what: "a file without a list of records", bytes: gzipSync('{"Records":{}}'), code: "log-damaged" },
    { what: "a file that holds null", bytes: gzipSync("null"), code: "log-damaged" },
    { what: "a record without its fields", bytes: gzipSync('{"Records":[{}]}'), code: "record-malformed" },
    { what: "a file with a name that is none", bytes: gzipSync('{"Records":[]}'), code: "log-unknown-name" },
  ])("names $what, and reads the others", async ({ bytes, code }) => {
    const folder = new TrailFolder();
    const key = folder.logKey("10:25");
    folder.put(code === "log-unknown-name" ? key.replace(/[^/]+$/, "notes.txt") : key, bytes);
    folder.deliver([trailRecord()], "10:30");
    const { calls, codes } = await folder.read();
    expect(codes).toEqual([code]);
    expect(calls).toHaveLength(1);
  }); // prettier-ignore

  it("tells of a thousand bad records in one line", async () => {
    const folder = new TrailFolder();
    folder.deliver([...Array.from({ length: 1000 }, () => ({})), trailRecord()]);
    const { report, calls } = await folder.read();
    expect(report.findings).toMatchObject([{ code: "record-malformed", reason: expect.stringContaining("1000 of 1001") }]);
    expect(calls).toHaveLength(1);
  }); // prettier-ignore

  it("takes the first version of a file, and names what was laid over it", async () => {
    const folder = new TrailFolder();
    const key = folder.deliver([trailRecord({ eventName: "PutBucketPolicy" })]);
    utimesSync(join(folder.dir, key), 0, 0);
    folder.put(`${key}@2`, gzipSync('{"Records":[]}'));
    folder.put(`${key}@3.delete-marker`, Buffer.alloc(0));
    const { calls, codes } = await folder.read();
    expect(calls.map(({ name }) => name)).toEqual(["PutBucketPolicy"]);
    expect(codes.sort()).toEqual(["log-delete-marker", "log-second-version"]);
  });
});

describe("What a trail's digest files vouch for", () => {
  const digests = { digestsExpected: true };
  const hours = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"].map(
    (hour) => `${hour}:00`,
  );

  async function read(change: (folder: TrailFolder, key: string) => void, without?: string) {
    const folder = new TrailFolder();
    const records = [trailRecord()];
    const key = folder.deliver(records, "10:25");
    for (const hour of hours)
      if (hour !== without) folder.digest(hour, hour === "11:00" ? { [key]: records } : {});
    change(folder, key);
    return folder.read("00:00:00", "12:00:00", digests);
  }

  it.each<{ what: string; change: (folder: TrailFolder, key: string) => void; without?: string; codes: string[] }>([
    { what: "is whole when nobody touched it", change: () => undefined, codes: [] },
    { what: "shows a file that was removed", change: (folder, key) => folder.digest("11:00", { [key]: [trailRecord()], [folder.logKey("10:40")]: [] }), codes: ["log-altered", "log-missing"] },
    { what: "shows a file that was exchanged", change: (folder, key) => folder.put(key, gzipSync('{"Records":[]}')), codes: ["log-altered"] },
    { what: "shows a file that was put there", change: (folder) => folder.deliver([], "10:44"), codes: ["log-unlisted"] },
    { what: "shows an hour without a digest file", change: () => undefined, without: "04:00", codes: ["no-log-seen"] },
    { what: "shows an hour of log files without a digest file", change: () => undefined, without: "11:00", codes: ["digest-missing"] },
    { what: "shows a digest file that is none", change: (folder) => folder.put(folder.digest("12:00", {}), gzipSync("{}")), codes: ["digest-damaged", "no-log-seen"] },
  ])("$what", async ({ change, without, codes }) => {
    expect((await read(change, without)).codes.sort()).toEqual(codes);
  }); // prettier-ignore

  it("is not asked for where an emulated AWS writes none", async () => {
    const folder = new TrailFolder();
    folder.deliver([trailRecord()]);
    const { codes, report } = await folder.read("00:00:00", "12:00:00");
    expect(codes).toEqual([]);
    expect(report.coverage).toMatchObject([{ region: REGION, logFiles: 1, noLogSeen: [{ from: at("00:00:00"), to: at("10:00:00") }, { from: at("11:00:00"), to: at("12:00:00") }] }]);
  }); // prettier-ignore
});

describe("A period without any file", () => {
  it.each([true, false])(
    "is a finding, and never silence (digests expected: %s)",
    async (digestsExpected) => {
      const { codes } = await new TrailFolder().read("00:00:00", "12:00:00", { digestsExpected });
      expect(codes).toEqual(["no-log-seen"]);
    },
  );

  it("is told by region", async () => {
    const folder = new TrailFolder();
    folder.deliver([trailRecord()], "10:25");
    const regions = [REGION, "eu-west-1"];
    const { report } = await folder.read("10:00:00", "11:00:00", { regions });
    expect(report.coverage.map(({ region, noLogSeen }) => [region, noLogSeen.length])).toEqual([
      [REGION, 0],
      ["eu-west-1", 1],
    ]);
  });

  it("is not told of the last two hours, in which files are still delivered", async () => {
    const folder = new TrailFolder();
    folder.deliver([trailRecord()], "10:25");
    const now = new Date(at("12:30:00"));
    const { codes, report } = await folder.read("10:00:00", "12:30:00", { digestsExpected: true }, now);
    expect(codes).toEqual(["digest-missing"]);
    expect(report.coverage[0]?.notDue).toEqual({ from: at("10:30:00"), to: at("12:30:00") });
  });
});

function flipped(bytes: Buffer): Buffer {
  bytes[bytes.length - 6]! ^= 0xff;
  return bytes;
}
