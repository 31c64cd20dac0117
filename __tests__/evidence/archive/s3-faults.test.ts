import { UnreadableObject } from "../../../evidence/archive";
import { archiveFault, objectFault } from "../../../evidence/archive/s3-faults";

const VAULT = { bucket: "vault", region: "eu-central-1", path: "art12" };
const VERSION = {
  key: "k",
  versionId: "v",
  bytes: 1,
  writtenAt: "2026-11-24T00:00:00.000Z",
  deleteMarker: false,
};
const named = (name: string) => Object.assign(new Error("x"), { name });
const coded = (code: string) => Object.assign(new Error("x"), { code });

test.each([
  [named("NoSuchBucket"), "archive-bucket-missing"],
  [named("CredentialsProviderError"), "aws-credentials-missing"],
  [named("ExpiredToken"), "aws-credentials-missing"],
  [named("AccessDenied"), "archive-access-denied"],
  [coded("ECONNREFUSED"), "archive-endpoint-unreachable"],
  [new AggregateError([coded("ENOTFOUND")]), "archive-endpoint-unreachable"],
  [new Error("x", { cause: coded("ETIMEDOUT") }), "archive-endpoint-unreachable"],
])("the fault %s of S3 is told as %s", (error, code) => {
  expect(archiveFault(error, VAULT)).toMatchObject({ code });
});

test("what is not foreseen is not dressed up as the user's fault", () => {
  const error = new Error("surprise");
  expect(archiveFault(error, VAULT)).toBe(error);
});

test.each(["InvalidObjectState", "NoSuchKey", "AccessDenied"])(
  "%s concerns one object, the others are read",
  (name) => {
    expect(objectFault(named(name), VERSION, VAULT)).toBeInstanceOf(UnreadableObject);
  },
);
