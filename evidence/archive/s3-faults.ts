import {
  archiveAccessDenied,
  archiveBucketMissing,
  archiveEndpointUnreachable,
  awsCredentialsMissing,
  type UserError,
} from "../../errors";
import type { VaultLocation } from "./s3-source";
import { type ObjectVersion, UnreadableObject } from "./source";

/** Answers of S3 that concern one object only; the others can still be read. */
const OBJECT_REASONS: Readonly<Record<string, string>> = {
  InvalidObjectState: "it lies in a cold storage class and has to be restored before it can be read",
  NoSuchKey: "it was listed, but is not there",
  NoSuchVersion: "it was listed, but is not there",
  AccessDenied: "reading it is denied (s3:GetObjectVersion on the object, kms:Decrypt on its key)",
};

/** Names and codes that concern the whole archive, and how each is told. */
const ARCHIVE_FAULTS: readonly {
  readonly names: readonly string[];
  readonly tell: (place: string, name: string, vault: VaultLocation) => UserError;
}[] = [
  {
    // The last two: a bucket of that name is in another region.
    names: ["NoSuchBucket", "PermanentRedirect", "AuthorizationHeaderMalformed"],
    tell: (place, _, { region }) => archiveBucketMissing(place, region),
  },
  { names: ["CredentialsProviderError", "ExpiredToken"], tell: (place) => awsCredentialsMissing(place) },
  { names: ["AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"], tell: archiveAccessDenied },
  {
    names: [
      "ECONNREFUSED",
      "ECONNRESET",
      "ENOTFOUND",
      "EAI_AGAIN",
      "ETIMEDOUT",
      "EHOSTUNREACH",
      "TimeoutError",
    ],
    tell: archiveEndpointUnreachable,
  },
];

/** A fault of the whole archive, as the UserError that says what to do; anything unforeseen comes back as it is. */
export function archiveFault(error: unknown, vault: VaultLocation): unknown {
  const found = awsFaultNames(error);
  for (const { names, tell } of ARCHIVE_FAULTS) {
    const name = names.find((one) => found.has(one));
    if (name !== undefined) return tell(`s3://${vault.bucket}/${vault.path}`, name, vault);
  }
  return error;
}

/** A fault while one version is opened. */
export function objectFault(error: unknown, version: ObjectVersion, vault: VaultLocation): unknown {
  for (const name of awsFaultNames(error)) {
    const reason = OBJECT_REASONS[name];
    if (reason !== undefined) return new UnreadableObject(version.key, version.versionId, reason);
  }
  return archiveFault(error, vault);
}

/** Names and codes of an error, of its causes and of the parts of an aggregate (Node tries IPv4 and IPv6). */
export function awsFaultNames(error: unknown, depth = 0): Set<string> {
  const names = new Set<string>();
  if (!(error instanceof Error) || depth > 3) return names;
  const { code, Code, cause, errors } = error as Error & {
    code?: unknown;
    Code?: unknown;
    cause?: unknown;
    errors?: unknown;
  };
  for (const name of [error.name, code, Code]) if (typeof name === "string") names.add(name);
  const parts = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  for (const part of parts) for (const name of awsFaultNames(part, depth + 1)) names.add(name);
  return names;
}
