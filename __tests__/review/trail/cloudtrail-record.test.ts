import { readRecord } from "../../../review/drift/trail/cloudtrail-record";
import { roleOf, samePrincipal } from "../../../review/drift/trail/call";
import { ACCOUNT, MALLORY, trailRecord } from "./trail-folder";

const call = (changes: Readonly<Record<string, unknown>>) => {
  const read = readRecord(trailRecord(changes));
  if (read.is !== "call") throw new Error(JSON.stringify(read));
  return read.call;
};

const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/engineer/alice`;

describe("A record of CloudTrail tells who called", () => {
  it.each([
    { who: "a user", identity: { type: "IAMUser", arn: MALLORY }, told: MALLORY },
    { who: "a session of a role", identity: { type: "AssumedRole", arn: SESSION }, told: SESSION },
    { who: "the account's root", identity: { type: "Root", arn: `arn:aws:iam::${ACCOUNT}:root` }, told: `arn:aws:iam::${ACCOUNT}:root` },
    { who: "a service of AWS", identity: { type: "AWSService", invokedBy: "s3.amazonaws.com" }, told: "s3.amazonaws.com" },
    { who: "another account", identity: { type: "AWSAccount", accountId: "999999999999", principalId: "AIDAX" }, told: "AWSAccount:999999999999" },
    { who: "nobody that it names", identity: null, told: "Unknown" },
  ])("$who", ({ identity, told }) => {
    expect(call({ userIdentity: identity }).who).toBe(told);
  }); // prettier-ignore

  it("without address, key or client of a person", () => {
    const told = JSON.stringify([...Object.values(call({ userIdentity: { type: "IAMUser", arn: MALLORY, accessKeyId: "AKIAIOSFODNN7EXAMPLE" } }))]);
    expect(told).not.toMatch(/192\.0\.2\.7|AKIA|aws-cli/);
  }); // prettier-ignore
});

describe("A record of CloudTrail tells with what client", () => {
  it.each([
    ["console", { userAgent: "[S3Console/0.4, aws-internal/3]" }],
    ["console", { userAgent: "Mozilla/5.0", sessionCredentialFromConsole: "true" }],
    ["cli", { userAgent: "[aws-cli/2.15.30 Python/3.11.8]" }],
    ["terraform", { userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.11.4 aws-sdk-go-v2/1.36" }],
    ["sdk", { userAgent: "aws-sdk-js/3.1175.0" }],
    ["service", { userAgent: "cloudtrail.amazonaws.com" }],
    [
      "service",
      { userIdentity: { type: "AWSService", invokedBy: "kms.amazonaws.com" }, userAgent: "AWS Internal" },
    ],
    ["unknown", { userAgent: "curl/8" }],
    ["unknown", { userAgent: null }],
  ])("%s", (via, changes) => {
    expect(call(changes).via).toBe(via);
  });
});

describe("A record of CloudTrail is", () => {
  it.each([
    ["a call", {}, "call"],
    ["a call, where it does not say whether it only reads", { readOnly: undefined }, "call"],
    ["a read", { readOnly: true }, "read"],
    ["malformed without an id", { eventID: undefined }, "malformed"],
    ["malformed without a name", { eventName: undefined }, "malformed"],
    ["malformed without a source", { eventSource: undefined }, "malformed"],
    ["malformed with a time that is none", { eventTime: "yesterday" }, "malformed"],
    ["malformed with another type of field", { readOnly: "no" }, "malformed"],
  ])("%s", (_, changes, is) => {
    expect(readRecord(trailRecord(changes)).is).toBe(is);
  });

  it.each([null, 7, "text", []])("malformed when it is %j and no object", (value) => {
    expect(readRecord(value).is).toBe("malformed");
  });

  it("read by its parameters: their texts by name, whatever the case of the first letter", () => {
    const { parameters } = call({
      requestParameters: {
        BucketName: "vault",
        tableInput: { Name: "art12" },
        list: ["a", "b"],
        __proto__x: "1",
        n: 3,
      },
    });
    expect(Object.fromEntries(parameters)).toEqual({
      ...{ bucketName: ["vault"], "tableInput.name": ["art12"], list: ["a", "b"], __proto__x: ["1"] },
    });
  });

  it("read without harm where a parameter has the name of an object's own", () => {
    const { parameters } = call({ requestParameters: JSON.parse('{"__proto__": "x", "constructor": "y"}') });
    expect([...parameters]).toEqual([["__proto__", ["x"]], ["constructor", ["y"]]]);
  }); // prettier-ignore
});

describe("A principal", () => {
  it.each([
    [
      "of a role with a path and of its session is one",
      `arn:aws:iam::${ACCOUNT}:role/ci/engineer`,
      SESSION,
      true,
    ],
    ["of two sessions of a role is one", SESSION, SESSION.replace("alice", "bob"), true],
    [
      "of roles with one name in two accounts is two",
      SESSION,
      SESSION.replace(ACCOUNT, "999999999999"),
      false,
    ],
    ["of a user and a role with one name is two", `arn:aws:iam::${ACCOUNT}:user/engineer`, SESSION, false],
  ])("%s", (_, one, other, same) => {
    expect(samePrincipal(one, other)).toBe(same);
  });

  it("without a role has none", () => expect(roleOf(MALLORY)).toBeUndefined());
});
