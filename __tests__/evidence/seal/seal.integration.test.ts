import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import Fastify from "fastify";
import { chmodSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { names } from "../../../configs";
import { recordKey } from "../../../evidence/records";
import { startAuthority, type RunningAuthority } from "../../../sandbox/timestamp-authority/server";
import { keysFile, seal } from "../../cli/run-records";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { repositoryConfigs } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { actors } from "../records/actors";

describe("evidence seal on an environment's vault, with an outside authority and a witness at a URL", () => {
  const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!environment) throw new Error("configs/ declare no sandbox");
  const Bucket = names(environment).vaultBucket;
  const before = { ...process.env };
  const signingKey = path.join(temporaryFolder(), "detector.pem");
  const keys = keysFile();
  const witness = Fastify();
  const told: string[] = [];
  const emitter = new TestEmitter();
  let aws: EmbeddedAws, authority: RunningAuthority, witnessUrl: string;

  beforeAll(async () => {
    writeFileSync(signingKey, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }));
    chmodSync(signingKey, 0o600);
    authority = await startAuthority(temporaryFolder());
    witness.post("/seals", ({ body }) => {
      told.push(JSON.stringify(body));
      return {};
    });
    witness.get("/seals", (_, reply) => reply.type("application/x-ndjson").send(told.join("\n")));
    await witness.listen({ host: "127.0.0.1", port: 0 });
    witnessUrl = `http://127.0.0.1:${(witness.server.address() as AddressInfo).port}/seals`;
    aws = await startAws();
    Object.assign(process.env, aws.env);
    await aws.lockedBucket(Bucket);
  }, 600_000);

  afterAll(async () => {
    process.env = before;
    await Promise.all([aws?.stop(), authority?.stop(), witness.close()]);
  });

  const of = (name: string, ...args: string[]) => seal(name, "--environment", "sandbox", ...args);
  const run = () =>
    of("run", "--signing-key", signingKey, "--timestamp-authority", authority.url, "--timestamp-ca", authority.caFile, "--witness", witnessUrl); // prettier-ignore
  const verify = (...args: string[]) =>
    of("verify", "--keys", keys, "--timestamp-ca", authority.caFile, "--witness", witnessUrl, ...args);
  const put = async (id: string, Key = objectKey(new Date().toISOString(), id)) => {
    const Body = packed(archivedLine(emitter.emit(new Date().toISOString())));
    await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    return Key;
  };

  it("seals what lies in the bucket and finds nothing wrong", async () => {
    await put("a1");
    await put("a2");
    expect(await run()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("2 new object version(s)") });
    expect(await run()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("nothing new") });
    expect(told).toHaveLength(1);
    expect(await verify("--archive")).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("2 object version(s) read again") });
  }); // prettier-ignore

  it("keeps seals, stamps and index under keys that are written once, each with its type", async () => {
    const stamp = "timestamps/seal/000000000001.1.tsr";
    const types = { [recordKey("seal", 1)]: "application/vnd.dsse.envelope.v1+json", [stamp]: "application/timestamp-reply" };
    for (const [Key, ContentType] of Object.entries(types))
      expect(await aws.s3.send(new GetObjectCommand({ Bucket, Key }))).toMatchObject({ ContentType });
  }); // prettier-ignore

  it("names a second version and a delete marker over sealed objects", async () => {
    const key = await put("b1");
    await run();
    await put("b1", key);
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    const between = await verify("--archive");
    expect(between.stdout).toContain("[not-sealed-yet]");
    const { exitCode, stdout } = await run();
    expect(exitCode).toBe(2);
    for (const code of ["later-version-sealed", "delete-marker-sealed"])
      expect(stdout).toContain(`[${code}]`);
    expect((await verify()).stdout).toContain("[later-version-sealed]");
  });

  it("finds an entry again by its event id", async () => {
    const event = emitter.emit(new Date().toISOString());
    const Key = objectKey(event.time, "c1");
    await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: packed(archivedLine(event)) }));
    await run();
    const days = ["--from", "2024-01-01"];
    const { exitCode, stdout } = await of("find", "--event-id", event.event_id, ...days);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(Key);
  });

  it("finds what is laid over a seal and over its stamp", async () => {
    for (const Key of [recordKey("seal", 1), "timestamps/seal/000000000001.1.tsr"])
      await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: "forged" }));
    const { exitCode, stdout } = await verify();
    expect(exitCode).toBe(2);
    for (const code of ["second-version", "stamp-laid-over"]) expect(stdout).toContain(`[${code}]`);
    expect(stdout).not.toContain("[stamp-invalid]");
  });
});
