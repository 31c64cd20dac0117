import type { PolicyStatement } from "../../constructs/policy-document";
import { decide } from "./decide";

const ROLE = "arn:aws:iam::123456789012:role/someone";
const OTHERS = ["arn:aws:iam::123456789012:role/one", "arn:aws:iam::123456789012:role/two"];
const OBJECT = "arn:aws:s3:::bucket/key";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";

const rights = (action: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action: action,
  Resource: "*",
  ...more,
});
const denial = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Sid: "Denied",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  ...more,
});

/** What AWS's own pages say of how policies are evaluated: if the library saw it otherwise, no decision of it would count. */
const KNOWN: readonly {
  readonly what: string;
  readonly role?: readonly PolicyStatement[];
  readonly bucket?: readonly PolicyStatement[];
  readonly right?: string;
  readonly on?: string;
  readonly request?: Record<string, string | string[]>;
  readonly plainHttp?: boolean;
  readonly decision: string;
}[] = [
  { what: "grants nothing by silence", role: [], decision: "not granted" },
  { what: "lets a role use its rights", decision: "allowed" },
  { what: "lets a denial outrank all rights", bucket: [denial()], decision: "Denied" },
  {
    what: "heeds no right for another resource",
    role: [rights("s3:PutObject", { Resource: "arn:aws:s3:::bucket/other*" })],
    decision: "not granted",
  },
  {
    what: "lets a bucket's policy alone grant",
    role: [],
    bucket: [{ Effect: "Allow", Principal: { AWS: ROLE }, Action: "s3:PutObject", Resource: OBJECT }],
    decision: "allowed",
  },
  {
    what: "lets a bucket's policy grant to nobody but whom it names",
    role: [],
    bucket: [{ Effect: "Allow", Principal: { AWS: OTHERS }, Action: "s3:PutObject", Resource: OBJECT }],
    decision: "not granted",
  },
  {
    what: "takes ArnNotEquals with several values for none of them",
    bucket: [denial({ Condition: { ArnNotEquals: { "aws:PrincipalArn": OTHERS } } })],
    decision: "Denied",
  },
  {
    what: "spares whom ArnNotEquals names among others",
    bucket: [denial({ Condition: { ArnNotEquals: { "aws:PrincipalArn": [...OTHERS, ROLE] } } })],
    decision: "allowed",
  },
  {
    what: "spares whom ArnNotLike names",
    bucket: [denial({ Condition: { ArnNotLike: { "aws:PrincipalArn": [...OTHERS, ROLE] } } })],
    decision: "allowed",
  },
  {
    what: "takes Null true for a key that is absent",
    bucket: [denial({ Condition: { Null: { "s3:if-none-match": "true" } } })],
    decision: "Denied",
  },
  {
    what: "takes Null true not for a key that is there",
    bucket: [denial({ Condition: { Null: { "s3:if-none-match": "true" } } })],
    request: { "if-none-match": "*" },
    decision: "allowed",
  },
  {
    what: "compares numbers as numbers",
    bucket: [denial({ Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } })],
    decision: "allowed",
  },
  {
    what: "knows a request without TLS",
    bucket: [denial({ Condition: { Bool: { "aws:SecureTransport": "false" } } })],
    plainHttp: true,
    decision: "Denied",
  },
  ...(["alias/ours", "alias/theirs"] as const).map((alias) => ({
    what: `looks for one of several aliases: ${alias}`,
    role: [
      rights("kms:Sign", {
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ours" } },
      }),
    ],
    right: "kms:Sign",
    on: KEY,
    request: { ResourceAliases: ["alias/another", alias] },
    decision: alias === "alias/ours" ? "allowed" : "not granted",
  })),
];

describe("The library that decides", () => {
  it.each(KNOWN)(
    "$what",
    async ({
      role = [rights("s3:*")],
      bucket = [],
      right = "s3:PutObject",
      on = OBJECT,
      decision,
      ...more
    }) => {
      const [decided] = await decide({ role: document(role), bucket: document(bucket) }, [
        {
          who: "someone",
          roleArn: ROLE,
          rights: [right],
          resourceArn: on,
          layers: [["role", "bucket"]],
          ...(more.request && { request: more.request }),
          ...(more.plainHttp && { plainHttp: true }),
        },
      ]);
      expect(decided).toBe(decision);
    },
    60_000,
  );
});

/** A policy needs a statement; this one is about nothing. */
const document = (statements: readonly PolicyStatement[]) => ({
  Statement: [...statements, { Effect: "Allow" as const, Action: "none:None", Resource: "none" }],
});
