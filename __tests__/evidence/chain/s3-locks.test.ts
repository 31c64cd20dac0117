import { GetObjectRetentionCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { s3Locks } from "../../../evidence/chain";

const UNTIL = new Date("2036-11-30T00:00:00.000Z");
const fault = (name: string) => Object.assign(new Error("no"), { name });

/** S3 as it would answer the two questions. */
function locks(head: object | Error, retention: object | Error = fault("NoSuchObjectLockConfiguration")) {
  const told = (answer: object | Error) =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  const send = (command: unknown) => {
    if (command instanceof HeadObjectCommand) return told(head);
    if (command instanceof GetObjectRetentionCommand) return told(retention);
    throw new Error("another question");
  };
  const client = { send } as unknown as Parameters<typeof s3Locks>[1];
  return s3Locks({ bucket: "vault", region: "eu-central-1" }, client).lockOf({ key: "k", versionId: "v" });
}

describe("The lock of a version, as S3 tells it", () => {
  it("is shown by the object's head, with a legal hold", async () => {
    const head = {
      ObjectLockMode: "COMPLIANCE",
      ObjectLockRetainUntilDate: UNTIL,
      ObjectLockLegalHoldStatus: "ON",
    };
    expect(await locks(head)).toEqual({ mode: "COMPLIANCE", until: UNTIL.toISOString(), hold: true });
  });

  it("is asked for by itself where the head shows none", async () => {
    const retention = { Retention: { Mode: "GOVERNANCE", RetainUntilDate: UNTIL } };
    expect(await locks({}, retention)).toEqual({
      mode: "GOVERNANCE",
      until: UNTIL.toISOString(),
      hold: false,
    });
  });

  it("is none where S3 knows of none", async () => {
    expect(await locks({})).toEqual({ mode: "none", hold: false });
  });

  it.each([
    { what: "the object", head: fault("AccessDenied"), retention: {} },
    { what: "its retention", head: {}, retention: fault("AccessDenied") },
  ])("cannot be told where S3 denies $what: that is not the same as none", async ({ head, retention }) => {
    expect(await locks(head, retention)).toMatch(/AccessDenied/);
  });
});
