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

const REVIEW = {
  effect: "weakens",
  weakens: 1,
  unknown: 0,
  strengthens: 0,
  neutral: 2,
  waivers: 0,
  brokenRules: [],
  plans: [{ stack: "production-evidence-vault", sha256: DIGEST, planFile: DIGEST, effect: "weakens" }],
  findings: [
    {
      effect: "weakens",
      rule: "vault-lock-days",
      duties: ["Art19(1)"],
      address: 'production-evidence-vault/aws_s3_bucket.b["x"]',
    },
  ],
  findingsLeftOut: 0,
};
const DEPLOY = {
  stack: "production-evidence-vault",
  planSha256: DIGEST,
  reviewSequence: 3,
  reviewSha256: DIGEST,
  approval: { stream: "approver", sequence: 2, sha256: DIGEST },
  principal: "arn:aws:sts::123456789012:assumed-role/deploy/ci",
  startedAt: TIME,
  endedAt: TIME,
  outcome: "applied",
  added: 1,
  changed: 0,
  destroyed: 0,
  addresses: ["aws_s3_bucket.b"],
  addressesLeftOut: 0,
};

const VERSION_FINDING = {
  code: "not-approved",
  system: "credit-scoring",
  model: "credit-scoring",
  version: "7",
  found: "No approval names it.",
  events: 12,
  first: TIME,
  last: TIME,
  record: "records/gate/000000000007.dsse.json",
  since: TIME,
  told: true,
};
const VERSION_CHECK = {
  environment: "production",
  checkedAt: TIME,
  period: PERIOD,
  outcome: "disagrees",
  registry: "asked",
  graceMinutes: 60,
  systems: 1,
  events: 120,
  versions: 2,
  findings: [VERSION_FINDING],
  findingsLeftOut: 0,
  breakGlass: [
    {
      system: "credit-scoring",
      model: "credit-scoring",
      version: "8",
      events: 3,
      record: "records/gate/000000000009.dsse.json",
    },
  ],
  notLookedAt: ["MLflow was not asked"],
};
const RISK_ENTRY = {
  environment: "production",
  system: "credit-scoring",
  monitor: "4242",
  cycle: "7716352411223344556",
  alert: "7716352411223344557",
  transition: "Triggered",
  at: TIME,
  title: "[P2] [Triggered] Decisions drift",
  article: "72",
  priority: "P2",
  register: "jira",
  entry: "RISK-17",
  link: "https://example.atlassian.net/browse/RISK-17",
  outcome: "opened",
};

interface Example {
  readonly good: Record<string, unknown>;
  /** The same with one thing wrong, and the field that is. */
  readonly bad: readonly (readonly [field: string, wrong: unknown])[];
}

const DRIFT_FINDING = {
  effect: "weakens",
  rule: "lock-days",
  duties: ["Art19(1)"],
  address: "production-evidence-vault/aws_s3_bucket.evidence_vault",
  cause: "console",
  waived: false,
};
const DRIFT_CHECK = {
  check: "drift",
  mode: "state",
  checkedAt: "2026-11-25T03:00:00.000Z",
  effect: "neutral",
  stacks: [
    {
      stack: "production-evidence-vault",
      outcome: "clean",
      planSha256: DIGEST,
      console: 0,
      unapplied: 0,
      noise: 2,
      weakens: 0,
      unknown: 0,
    },
  ],
  findings: [DRIFT_FINDING],
  findingsLeftOut: 0,
  notLookedAt: 0,
  brokenRules: [],
  waivers: 0,
  terraformVersion: "1.11.4",
  providerVersions: { "registry.terraform.io/hashicorp/aws": ["5.100.0"] },
};

const OPEN: Example = { good: { anything: { goes: [1, "two", null] } }, bad: [] };

const PRINCIPAL = {
  issuer: "https://id.example",
  subject: "u-17",
  name: "Ada",
  kind: "person",
  via: "bearer",
  groups: ["risk"],
  tokenId: "t-1",
  authenticatedAt: TIME,
  acr: "mfa",
};
const MODEL = {
  name: "credit-scoring",
  version: "7",
  createdAt: 1_795_540_843_685,
  runId: "a".repeat(32),
  modelId: `m-${"a".repeat(32)}`,
  evidenceSha256: DIGEST,
  artifactSha256: DIGEST,
};
const APPROVE = {
  act: "approve",
  id: "approval-1",
  environment: "production",
  system: "credit-scoring",
  principal: PRINCIPAL,
  model: MODEL,
  modification: { class: "predetermined", why: "the change plan foresees new data each quarter" },
  parts: { run: DIGEST },
};
const LACK = { requirement: "approval", duties: ["Art17(1)"], what: "no approval", fix: "ask for one" };

const REGISTRY_FINDING = {
  code: "alias-moved",
  model: "credit-scoring",
  version: "3",
  door: "alias champion",
  found: "The alias stands for version 2.",
};
const REGISTRY_CHECK = {
  environment: "production",
  checkedAt: TIME,
  outcome: "disagrees",
  models: 1,
  places: 1,
  decisions: 4,
  findings: [REGISTRY_FINDING],
  findingsLeftOut: 0,
};
const MONITORING_SNAPSHOT = {
  environment: "production",
  takenAt: TIME,
  period: { from: TIME, to: TIME },
  documents: [{ what: "monitors", sha256: DIGEST, bytes: 2, entries: 0 }],
  missing: [{ what: "audit-events", because: "Datadog answered 403" }],
};

const EXAMPLES: Readonly<Record<RecordKind, Example>> = {
  "gate-decision": {
    good: APPROVE,
    bad: [
      ["model", { ...MODEL, evidenceSha256: "abc" }],
      ["modification", { class: "small", why: "it is" }],
      ["principal", { ...PRINCIPAL, kind: "robot" }],
      ["principal", { ...PRINCIPAL, authenticatedAt: "yesterday" }],
      ["lacks", Array.from({ length: 61 }, () => LACK)],
      ["lacks", [{ ...LACK, fix: "x".repeat(1001) }]],
      ["reason", "a\u0000b"],
      ["parts", { run: "abc" }],
      ["remark", "free text"],
    ],
  },
  approval: {
    good: { decision: "approved", about: "model_version", reference: "credit-scoring/7" },
    bad: [
      ["decision", "perhaps"],
      ["note", "free text"],
    ],
  },
  "promotion-snapshot": {
    good: {
      intent: "intent-1",
      environment: "production",
      principal: PRINCIPAL,
      model: MODEL,
      evidence: { sha256: DIGEST, bytes: 12 },
      manifest: { sha256: DIGEST, bytes: 12 },
      artifacts: { files: 3, bytes: 4096 },
      retention: { class: "documentation", until: "2037-12-02" },
    },
    bad: [
      ["evidence", { sha256: "abc", bytes: 12 }],
      ["artifacts", { files: -1, bytes: 0 }],
      ["retention", { class: "log", until: "hold" }],
      ["retention", { class: "documentation", until: "soon" }],
      ["model", { ...MODEL, name: "credit scoring" }],
    ],
  },
  "plan-review": {
    good: REVIEW,
    bad: [
      ["effect", "fine"],
      ["weakens", -1],
      ["plans", []],
      ["plans", [{ ...REVIEW.plans[0], sha256: "abc" }]],
      ["plans", [{ stack: "production-evidence-vault", sha256: DIGEST }]],
      ["findings", [{ ...REVIEW.findings[0], reason: "free text" }]],
      ["findings", Array.from({ length: 201 }, () => REVIEW.findings[0])],
      ["findings", [{ ...REVIEW.findings[0], address: "a\nb" }]],
      ["remark", "free text"],
    ],
  },
  deploy: {
    good: DEPLOY,
    bad: [
      ["outcome", "perhaps"],
      ["planSha256", "abc"],
      ["reviewSequence", 0],
      ["startedAt", "yesterday"],
      ["addresses", Array.from({ length: 501 }, () => "a.b")],
      ["principal", "two words"],
      ["failure", "state_locked"],
    ],
  },
  "drift-check": {
    good: DRIFT_CHECK,
    bad: [
      ["check", "guess"],
      ["mode", "guess"],
      ["checkedAt", "yesterday"],
      ["effect", "fine"],
      ["stacks", [{ ...DRIFT_CHECK.stacks[0], outcome: "perhaps" }]],
      ["stacks", [{ ...DRIFT_CHECK.stacks[0], noise: -1 }]],
      ["findings", [{ ...DRIFT_FINDING, cause: "some one" }]],
      ["findings", [{ ...DRIFT_FINDING, waived: "perhaps" }]],
      ["remark", "free text"],
    ],
  },
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
  "registry-check": {
    good: REGISTRY_CHECK,
    bad: [
      ["outcome", "fine"],
      ["findings", [{ ...REGISTRY_FINDING, code: "Alias moved" }]],
      ["models", -1],
    ],
  },
  "monitoring-snapshot": {
    good: MONITORING_SNAPSHOT,
    bad: [
      ["documents", [{ what: "monitors", sha256: "abc", bytes: 2, entries: 0 }]],
      ["missing", [{ what: "audit-events", because: "" }]],
    ],
  },
  "version-check": {
    good: VERSION_CHECK,
    bad: [
      ["outcome", "fine"],
      ["period", { from: TIME }],
      ["findings", [{ ...VERSION_FINDING, code: "Not approved" }]],
      ["findings", [{ ...VERSION_FINDING, events: -1 }]],
      ["findings", [{ ...VERSION_FINDING, first: "yesterday" }]],
      ["registry", "perhaps"],
      ["graceMinutes", -1],
      ["breakGlass", [{ ...VERSION_CHECK.breakGlass[0], events: -1 }]],
      ["remark", "free text"],
    ],
  },
  "risk-entry": {
    good: RISK_ENTRY,
    bad: [
      ["register", "spreadsheet"],
      ["link", "file:///etc/passwd"],
      ["outcome", "ignored"],
      ["at", "yesterday"],
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

  const { stack, planSha256, reviewSequence, reviewSha256, startedAt } = DEPLOY;
  const BEGUN = { stack, planSha256, reviewSequence, reviewSha256, startedAt };
  it.each([
    { what: "that was begun", details: { ...BEGUN, outcome: "started" }, fits: true },
    { what: "that was begun, with counts of what is done", details: { ...DEPLOY, outcome: "started" }, fits: false },
    { what: "that ended, without its end", details: { ...BEGUN, outcome: "applied" }, fits: false },
    { what: "that failed, with the reason in a code", details: { ...DEPLOY, outcome: "failed", failure: "state_locked" }, fits: true },
    { what: "that failed, with the reason in free text", details: { ...DEPLOY, outcome: "failed", failure: "It did not work." }, fits: false },
    { what: "that failed, without a reason", details: { ...DEPLOY, outcome: "failed" }, fits: false },
  ])("of a deploy $what: $fits", ({ details, fits }) => {
    expect("kind" in read(statement("deploy", details))).toBe(fits);
  }); // prettier-ignore

  const { id, environment, system, principal } = APPROVE;
  const ANY_ACT = { id, environment, system, principal };
  const SUBJECT = { name: "credit-scoring" };
  const DOOR = { kind: "alias", name: "champion" };
  const RELIED = { id: "approval-1", record: "records/gate/000000000001.dsse.json" };
  const GLASS = { reason: "scores are wrong", until: TIME };
  it.each([
    { what: "an approval that is revoked names it", act: "revoke", more: { model: SUBJECT, approval: RELIED, about: RELIED.record }, fits: true },
    { what: "an approval that is revoked, unnamed", act: "revoke", more: { model: SUBJECT }, fits: false },
    { what: "a refusal says what lacks", act: "refuse", more: { model: SUBJECT, lacks: [LACK] }, fits: true },
    { what: "a refusal without what lacks", act: "refuse", more: { model: SUBJECT }, fits: false },
    { what: "a promotion names door and approval", act: "promote", more: { model: MODEL, door: DOOR, approval: RELIED }, fits: true },
    { what: "a promotion without approval", act: "promote", more: { model: MODEL, door: DOOR }, fits: false },
    { what: "a promotion of a number alone", act: "promote", more: { model: SUBJECT, door: DOOR, approval: RELIED }, fits: false },
    { what: "broken glass names the second person", act: "break-glass", more: { model: SUBJECT, door: DOOR, breakGlass: { ...GLASS, second: "u-18" } }, fits: true },
    { what: "broken glass by one person", act: "break-glass", more: { model: SUBJECT, door: DOOR, breakGlass: GLASS }, fits: false },
    { what: "a late change without its record", act: "carried-out-late", more: { model: SUBJECT }, fits: false },
    { what: "an act nobody knows", act: "wave-through", more: { model: MODEL }, fits: false },
  ])("of a decision of the gate: $what: $fits", ({ act, more, fits }) => {
    expect("kind" in read(statement("gate-decision", { ...ANY_ACT, act, ...more }))).toBe(fits);
  }); // prettier-ignore

  it("of a review fits for the plans of a thousand stacks", () => {
    const plans = Array.from({ length: 1000 }, (_, n) => ({ ...REVIEW.plans[0], stack: `stack-${n}` }));
    expect("kind" in read(statement("plan-review", { ...REVIEW, plans }))).toBe(true);
  });

  it.each([
    ["a seal lists a day's objects", "seal", 5_000, true],
    ["an incident is short", "incident", 5_000, false],
    ["not even a seal is endless", "seal", 90_000, false],
  ] as const)("is limited in length: %s", (_, kind, objects, fits) => {
    const list = Array.from({ length: objects }, () => SEAL.objects[0]);
    expect("kind" in read(statement(kind, kind === "seal" ? { ...SEAL, objects: list } : { list }))).toBe(
      fits,
    );
  });

  it("is about something, with a digest in-toto knows", () => {
    const about = (digest: unknown) =>
      read({ ...statement("incident", {}), subject: [{ name: "thing", digest }] });
    expect(about({ gitCommit: "b".repeat(40) })).toMatchObject({ kind: "incident" });
    expect(about({ md5: "b".repeat(32) })).not.toMatchObject({ kind: "incident" });
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
      "monitoring-snapshot": ["detector"],
      "plan-review": ["ci-review"],
      "registry-check": ["detector"],
      "risk-entry": ["detector"],
      "version-check": ["detector"],
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
