import Fastify from "fastify";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { restamp, type SealJob, type TimeStampAuthority } from "../../../evidence/seal";
import { startAuthority, type RunningAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { nowhere, SealScene } from "./scene";

const HOUR_MS = 3_600_000;
const inDays = (days: number): Date => new Date(Date.now() + days * 24 * HOUR_MS);
const STAMP = "timestamps/seal/000000000001.1.tsr";
const SECOND_STAMP = "timestamps/seal/000000000001.2.tsr";

/** One whose certificate lasts a day, one whose lasts a month, and the roots of both. */
let shortLived: RunningAuthority, lasting: RunningAuthority, bothRoots: string;

beforeAll(async () => {
  shortLived = await startAuthority(temporaryFolder(), { days: 1, name: "short" });
  lasting = await startAuthority(temporaryFolder(), { days: 30, name: "lasting" });
  bothRoots = path.join(temporaryFolder(), "roots.pem");
  writeFileSync(bothRoots, [shortLived, lasting].map(({ caFile }) => readFileSync(caFile, "utf8")).join(""));
});
afterAll(() => Promise.all([shortLived.stop(), lasting.stop()]));

/** A run on the machine's own clock, for that is the one the authority has. */
const sealNow = (scene: SealScene, changes: Partial<SealJob> = {}) =>
  scene.seal("2026-03-10", { authority: shortLived, now: () => new Date(), ...changes });

async function stamped(): Promise<SealScene> {
  const scene = new SealScene();
  await sealNow(scene);
  return scene;
}

async function codes(
  scene: SealScene,
  changes: { timestampCa?: string; now?: Date } = {},
): Promise<string[]> {
  const means = { timestampCa: bothRoots, now: new Date(), witness: undefined, ...changes };
  const { findings } = await scene.verify("2026-03-10", means);
  return findings.map(({ code }) => code).filter((code) => code !== "day-without-seal");
}

describe("A seal's time stamp", () => {
  it("is asked for with the seal, checked and kept, and shows when the seal was there", async () => {
    const scene = new SealScene();
    const { stamps, findings } = await sealNow(scene);
    expect({ stamps, findings }).toEqual({ stamps: [STAMP], findings: [] });
    expect(await scene.verify("2026-03-10", { timestampCa: bothRoots, now: new Date() })).toMatchObject({
      seals: 1,
      timeStamped: 1,
      findings: [],
    });
  });

  it("is made by the next run when a run broke off between seal and stamp", async () => {
    const scene = new SealScene();
    const store = scene.storeThat((key) => {
      if (key.startsWith("timestamps/")) throw new Error("killed");
    });
    await expect(sealNow(scene, { store })).rejects.toThrow("killed");
    expect(await codes(scene)).toEqual(["not-time-stamped"]);
    expect(await sealNow(scene)).toMatchObject({ seals: [], stamps: [STAMP], findings: [] });
    expect(await codes(scene)).toEqual([]);
  });

  it("is made by the next run when the authority was down", async () => {
    const scene = new SealScene();
    const { findings } = await sealNow(scene, { authority: nowhere() });
    expect(findings).toMatchObject([
      { code: "not-time-stamped", reason: expect.stringMatching(/^fetch failed: ./) },
    ]);
    expect(await sealNow(scene)).toMatchObject({ stamps: [STAMP], findings: [] });
  });

  describe("is not kept", () => {
    const answers = Fastify();
    let url: string;
    let asked = 0;

    beforeAll(async () => {
      answers.addContentTypeParser("application/timestamp-query", { parseAs: "buffer" }, (_, body, done) =>
        done(null, body),
      );
      answers.post("/down", (_, reply) => {
        asked++;
        return reply.code(503).send("later");
      });
      answers.post("/text", (_, reply) => reply.send("hello"));
      answers.post("/endless", (_, reply) => reply.send("x".repeat(300_000)));
      let first: ArrayBuffer | undefined;
      answers.post<{ Body: Buffer }>("/replay", async ({ body }, reply) => {
        const headers = { "content-type": "application/timestamp-query" };
        first ??= await (await fetch(shortLived.url, { method: "POST", headers, body })).arrayBuffer();
        return reply.send(Buffer.from(first));
      });
      await answers.listen({ host: "127.0.0.1", port: 0 });
      url = `http://127.0.0.1:${(answers.server.address() as AddressInfo).port}`;
    });
    afterAll(() => answers.close());

    it.each([
      { what: "the authority answers an error", authority: () => ({ url: `${url}/down`, caFile: bothRoots }) },
      { what: "the answer is none", authority: () => ({ url: `${url}/text`, caFile: bothRoots }) },
      { what: "the answer is far too long", authority: () => ({ url: `${url}/endless`, caFile: bothRoots }) },
      { what: "it is of an authority that is not trusted", authority: () => ({ url: lasting.url, caFile: shortLived.caFile }) },
    ] as { what: string; authority: () => TimeStampAuthority }[])("when $what", async ({ authority }) => {
      const scene = new SealScene();
      const { stamps, findings } = await sealNow(scene, { authority: authority() });
      expect({ stamps, codes: findings.map(({ code }) => code) }).toEqual({ stamps: [], codes: ["not-time-stamped"] });
      expect(scene.keys("timestamps")).toEqual([]);
    }); // prettier-ignore

    it("and the authority is not asked again in that run", async () => {
      const scene = new SealScene();
      for (const day of ["2026-03-10", "2026-03-11"]) await scene.seal(day);
      asked = 0;
      const { findings } = await sealNow(scene, { authority: { url: `${url}/down`, caFile: bothRoots } });
      expect({ findings: findings.length, asked }).toEqual({ findings: 3, asked: 1 });
    });

    it("when it is the answer to an earlier question", async () => {
      const authority = { url: `${url}/replay`, caFile: bothRoots };
      expect((await sealNow(new SealScene(), { authority })).stamps).toEqual([STAMP]);
      expect((await sealNow(new SealScene(), { authority })).stamps).toEqual([]);
    });
  });

  it.each([
    { what: "was forged", tamper: (scene: SealScene) => writeFileSync(scene.file(STAMP), "forged"), found: ["stamp-invalid"] },
    { what: "was changed in one byte", tamper: (scene: SealScene) => flipLastByte(scene.file(STAMP)), found: ["stamp-invalid"] },
    { what: "was taken away", tamper: (scene: SealScene) => rmSync(scene.file(STAMP)), found: ["not-time-stamped"] },
    { what: "has another laid over it", tamper: (scene: SealScene) => writeFileSync(`${scene.file(STAMP)}@v2`, "forged"), found: ["stamp-laid-over"] },
    { what: "has a delete marker over it", tamper: (scene: SealScene) => writeFileSync(`${scene.file(STAMP)}@v2.delete-marker`, ""), found: ["stamp-laid-over"] },
  ])("is found when it $what", async ({ tamper, found }) => {
    const scene = await stamped();
    tamper(scene);
    expect(await codes(scene)).toEqual(found);
  }); // prettier-ignore

  it("is found when it is the stamp of another seal", async () => {
    const scene = await stamped();
    await scene.decide("2026-03-10");
    await sealNow(scene);
    expect(await codes(scene)).toEqual([]);
    copyFileSync(scene.file("timestamps/seal/000000000002.1.tsr"), scene.file(STAMP));
    expect(await codes(scene)).toEqual(["stamp-invalid"]);
  });

  it("is found when it is of an authority whose root was not given", async () => {
    expect(await codes(await stamped(), { timestampCa: lasting.caFile })).toEqual(["stamp-invalid"]);
  });

  it("is told as unchecked without the authority's root", async () => {
    const scene = await stamped();
    const { findings } = await scene.verify("2026-03-10", { now: new Date(), timestampCa: undefined });
    expect(findings.map(({ code }) => code)).toEqual(["stamp-unchecked"]);
  });

  it.each([
    { what: "older than the time the seal claims", offsetHours: 1, found: ["stamp-early"] },
    { what: "much later than the time the seal claims", offsetHours: -3, found: ["stamp-late"] },
  ])("is found when it is $what", async ({ offsetHours, found }) => {
    const scene = new SealScene();
    await sealNow(scene, { now: () => new Date(Date.now() + offsetHours * HOUR_MS) });
    expect(await codes(scene)).toEqual(found);
  });
});

describe("Renewing time stamps", () => {
  const renew = (scene: SealScene, changes: Partial<Parameters<typeof restamp>[1]> = {}) =>
    restamp(scene.store, { authority: lasting, knownCa: bothRoots, digest: "sha512", ...changes });

  it("keeps a seal's time provable when the first authority's certificate has expired", async () => {
    const scene = await stamped();
    expect(await codes(scene, { now: inDays(2) })).toEqual(["stamp-expired"]);
    expect(await renew(scene)).toEqual({ stamps: [SECOND_STAMP], findings: [] });
    expect(await codes(scene, { now: inDays(2) })).toEqual([]);
    expect(await codes(scene, { now: inDays(40) })).toEqual(["stamp-expired"]);
  });

  it("can be done again and again, each stamp over all before it", async () => {
    const scene = await stamped();
    for (let n = 2; n <= 4; n++) await renew(scene, { digest: "sha256" });
    expect(scene.keys("timestamps")).toHaveLength(4);
    expect(await codes(scene, { now: inDays(2) })).toEqual([]);
  });

  it.each([
    { what: "the first of two stamps was taken away", tamper: (scene: SealScene) => rmSync(scene.file(STAMP)), found: ["stamp-invalid", "stamp-missing"] },
    { what: "the first of two stamps was exchanged for a younger one", tamper: exchangeFirstStamp, found: ["stamp-invalid"] },
  ])("shows when $what", async ({ tamper, found }) => {
    const scene = await stamped();
    await renew(scene);
    await tamper(scene);
    expect((await codes(scene)).sort()).toEqual(found);
  }); // prettier-ignore

  it("does not vouch for a stamp that does not verify", async () => {
    const scene = await stamped();
    flipLastByte(scene.file(STAMP));
    const { stamps, findings } = await renew(scene);
    expect({ stamps, codes: findings.map(({ code }) => code) }).toEqual({
      stamps: [],
      codes: ["stamp-invalid"],
    });
  });

  it("does only what is asked: one seal, or those whose certificate expires soon", async () => {
    const scene = await stamped();
    expect((await renew(scene, { only: 2 })).stamps).toEqual([]);
    expect((await renew(scene, { expiringBefore: new Date() })).stamps).toEqual([]);
    expect((await renew(scene, { expiringBefore: inDays(7) })).stamps).toEqual([SECOND_STAMP]);
    expect((await renew(scene, { expiringBefore: inDays(7) })).stamps).toEqual([]);
  });

  it("says so when the authority is down", async () => {
    const { stamps, findings } = await renew(await stamped(), { authority: nowhere() });
    expect({ stamps, codes: findings.map(({ code }) => code) }).toEqual({
      stamps: [],
      codes: ["not-time-stamped"],
    });
  });
});

function flipLastByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
}

/** A good stamp over the same seal, made after the second one. */
async function exchangeFirstStamp(scene: SealScene): Promise<void> {
  const second = readFileSync(scene.file(SECOND_STAMP));
  for (const key of [STAMP, SECOND_STAMP]) rmSync(scene.file(key));
  await sealNow(scene);
  writeFileSync(scene.file(SECOND_STAMP), second);
}
