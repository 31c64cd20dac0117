import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { names } from "../../configs";
import { appendRecord, recordKey, S3RecordStore } from "../../evidence/records";
import { actors } from "../evidence/records/actors";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { decision } from "../evidence/records/streams";
import { repositoryConfigs } from "../stacks/synthesized";
import { keysFile, records } from "./run-records";

describe("evidence records on an environment's vault", () => {
  const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!environment) throw new Error("configs/ declare no sandbox");
  const Bucket = names(environment).vaultBucket;
  const before = { ...process.env };
  const of = (...args: string[]) => records(...args, "--environment", "sandbox");
  let aws: EmbeddedAws;

  beforeAll(async () => {
    aws = await startAws();
    Object.assign(process.env, aws.env);
  }, 600_000);

  afterAll(async () => {
    process.env = before;
    await aws?.stop();
  });

  it("says which bucket is missing before the vault is deployed", async () => {
    expect(await of("list")).toMatchObject({ exitCode: 1, fault: "archive-bucket-missing" });
  });

  it("lists, shows and verifies what was appended, and finds what was laid over it", async () => {
    await aws.lockedBucket(Bucket);
    const store = new S3RecordStore({ bucket: Bucket, region: aws.region }, aws.s3);
    for (let n = 1; n <= 2; n++) await appendRecord(store, actors.gate.signer, decision());
    const keys = keysFile();
    expect((await of("list")).stdout).toContain("gate");
    expect((await of("show", "2", "--stream", "gate", "--keys", keys)).exitCode).toBe(0);
    expect((await of("verify", "--keys", keys)).exitCode).toBe(0);
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: recordKey("gate", 1) }));
    const { exitCode, stdout } = await of("verify", "--keys", keys);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("[delete-marker]");
  });
});
