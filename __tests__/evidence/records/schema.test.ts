import { canonicalString } from "../../../evidence/event";
import { mayWrite, predicateType, RECORD_KINDS, ROLES, type RecordKind } from "../../../evidence/records";
import { readStatement } from "../../../evidence/records/statement";

const DIGEST = "a".repeat(64);
const TIME = "2026-11-24T21:00:00.000Z";
const PERIOD = { from: TIME, to: "2026-11-25T21:00:00.000Z" };

const SEAL = {
  archive: "s3://vault/art12",
  listedAt: TIME,
  window: { from: "2026-11-21", to: "2026-11-25" },
  continues: false,
  objects: [
    {
      key: "art12/dt=20261124/hour=20/archive_200000.0000.a1.json.gz",
      versionId: "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY.MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo",
      writtenAt: TIME,
      bytes: 1024,
      sha256: DIGEST,
      entries: 7,
    },
  ],
  unreadable: [],
  laterVersions: [],
  deleteMarkers: [],
  gone: [],
  emitters: [{ id: "scoring-api.1f0e", first: 1, last: 7, entries: 7 }],
  streams: [{ stream: "gate", sequence: 3, sha256: DIGEST }],
};

interface Example {
  readonly good: Record<string, unknown>;
  /** The same with one thing wrong, and the field that is. */
  readonly bad: readonly (readonly [field: string, wrong: unknown])[];
}

const OPEN: Example = { good: { anything: { goes: [1, "two", null] } }, bad: [] };

const EXAMPLES: Readonly<Record<RecordKind, Example>> = {
  "gate-decision": OPEN,
  approval: {
    good: { decision: "approved", about: "model_version", reference: "credit-scoring/7" },
    bad: [
      ["decision", "perhaps"],
      ["note", "free text"],
    ],
  },
  "promotion-snapshot": OPEN,
  "plan-review": OPEN,
  deploy: OPEN,
  "drift-check": OPEN,
  export: {
    good: { system: "credit-scoring", environment: "production", period: PERIOD, events: 12, findings: 0 },
    bad: [
      ["events", -1],
      ["period", { ...PERIOD, to: "2026-11-25" }],
      ["requestReference", "two\nlines"],
    ],
  },
  incident: OPEN,
  hold: {
    good: {
      action: "place",
      holdId: "hold-1",
      system: "credit-scoring",
      environment: "production",
      reason: "art73",
    },
    bad: [
      ["action", "lift"],
      ["reason", "Because of the incident"],
    ],
  },
  "key-ceremony": {
    good: { action: "create", keyId: DIGEST, keyRole: "gate", custody: "kms", participants: ["a.b", "c.d"] },
    bad: [
      ["participants", ["a.b"]],
      ["participants", ["a.b", "a.b"]],
      ["keyRole", "intern"],
    ],
  },
  revocation: {
    good: { keyId: DIGEST, reason: "compromised", effectiveFrom: TIME },
    bad: [
      ["reason", "unsure"],
      ["effectiveFrom", "yesterday"],
    ],
  },
  seal: {
    good: SEAL,
    bad: [
      ["listedAt", "yesterday"],
      ["window", { from: "2026-11-24" }],
      ["objects", [{ ...SEAL.objects[0], sha256: "abc" }]],
      ["objects", [{ ...SEAL.objects[0], remark: "x" }]],
      ["emitters", [{ id: "a@b", first: 1, last: 1, entries: 1 }]],
      ["streams", [{ stream: "../gate", sequence: 1, sha256: DIGEST }]],
      ["gone", [{ key: "k", versionId: "v" }]],
      ["remark", "free text"],
    ],
  },
};

function statement(kind: RecordKind, details: unknown) {
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "thing", digest: { sha256: DIGEST } }],
    predicateType: predicateType(kind),
    predicate: { stream: "s", sequence: 1, previous: DIGEST, recordedAt: TIME, role: "gate", details },
  };
}

const read = (value: unknown) => readStatement(canonicalString(value));

describe("What a record may say", () => {
  it.each(RECORD_KINDS)("in a record of kind %s is accepted in its form", (kind) => {
    const value = statement(kind, EXAMPLES[kind].good);
    expect(read(value)).toEqual({ kind, statement: value });
  });

  const refused = RECORD_KINDS.flatMap((kind) =>
    EXAMPLES[kind].bad.map(([field, wrong]) => ({ kind, field, wrong, shown: JSON.stringify(wrong) })),
  );
  it.each(refused)("in a record of kind $kind is not $field $shown", ({ kind, field, wrong }) => {
    const faults = read(statement(kind, { ...EXAMPLES[kind].good, [field]: wrong }));
    expect(faults).toHaveLength(1);
    expect(JSON.stringify(faults)).toContain(field);
  });

  it.each([
    ["a seal lists a day's objects", "seal", 5_000, true],
    ["a decision is short", "gate-decision", 5_000, false],
    ["not even a seal is endless", "seal", 90_000, false],
  ] as const)("is limited in length: %s", (_, kind, objects, fits) => {
    const list = Array.from({ length: objects }, () => SEAL.objects[0]);
    expect("kind" in read(statement(kind, kind === "seal" ? { ...SEAL, objects: list } : { list }))).toBe(
      fits,
    );
  });

  it("is about something, with a digest in-toto knows", () => {
    const about = (digest: unknown) =>
      read({ ...statement("deploy", {}), subject: [{ name: "thing", digest }] });
    expect(about({ gitCommit: "b".repeat(40) })).toMatchObject({ kind: "deploy" });
    expect(about({ md5: "b".repeat(32) })).not.toMatchObject({ kind: "deploy" });
  });
});

describe("Who may write what", () => {
  it("is a promise: each kind has these writers and no others", () => {
    const writers = Object.fromEntries(
      RECORD_KINDS.map((kind) => [kind, ROLES.filter((role) => mayWrite(role, kind))]),
    );
    expect(writers).toEqual({
      "gate-decision": ["gate"],
      approval: ["approver"],
      "promotion-snapshot": ["gate"],
      "plan-review": ["ci-review"],
      deploy: ["ci-deploy"],
      "drift-check": ["detector"],
      export: ["exporter"],
      incident: ["approver", "detector", "security-officer"],
      hold: ["approver", "security-officer"],
      "key-ceremony": ["security-officer"],
      revocation: ROLES,
      seal: ["detector"],
    });
  });
});
