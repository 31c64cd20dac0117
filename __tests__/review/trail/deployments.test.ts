import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordKey } from "../../../evidence/records";
import { readDeployments } from "../../../review/drift/trail/deployments";
import { ringWith, stranger } from "../../evidence/records/actors";
import { applied, DeployRecords } from "./deploy-records";
import { at } from "./trail-folder";

const read = (records: DeployRecords) => readDeployments(records.store, ringWith());

describe("A record of a deployment explains calls", () => {
  it.each([
    ["that was applied", applied()],
    ["that failed on the way", { ...applied(), outcome: "failed" as const, failure: "terraform_failed" }],
  ])("of one %s", async (_, details) => {
    const records = new DeployRecords();
    await records.add(details);
    expect(await read(records)).toMatchObject({
      relied: [{ sequence: 1, stack: "sandbox-evidence-vault", startedAt: at("10:15:00"), namesAll: true }],
      doubtful: [],
    });
  });

  it("as far as its list of addresses goes", async () => {
    const records = new DeployRecords();
    await records.add(applied({ addressesLeftOut: 3 }));
    expect((await read(records)).relied).toMatchObject([{ namesAll: false }]);
  });

  it("but not when it only tells that one began", async () => {
    const records = new DeployRecords();
    const { stack, planSha256, reviewSequence, reviewSha256, startedAt } = applied();
    await records.add({ stack, planSha256, reviewSequence, reviewSha256, startedAt, outcome: "started" });
    expect(await read(records)).toEqual({ relied: [], doubtful: [] });
  });

  it("but not when a stranger signed it", async () => {
    const records = new DeployRecords();
    await records.add(applied(), stranger);
    expect(await read(records)).toMatchObject({
      relied: [],
      doubtful: [{ key: recordKey("ci-deploy", 1), reasons: [expect.stringContaining("unknown-key")] }],
    });
  });

  it("but not when another version was laid over it", async () => {
    const records = new DeployRecords();
    const { key } = await records.add();
    writeFileSync(join(records.dir, `${key}@2`), "{}");
    expect(await read(records)).toMatchObject({ relied: [], doubtful: [{ key }] });
  });
});
