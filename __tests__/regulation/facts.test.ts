import {
  annexIiiPoint,
  annexIvSection,
  applicationDate,
  DATA_PROTECTION_FACTS,
  FINANCIAL_DEROGATIONS,
  GENERAL_PURPOSE_MODELS,
  INCIDENT_RULES,
  LEGACY_SYSTEMS,
  LOG_PURPOSES,
  LOG_RETENTION,
  LOGGING_TERMS,
  provision,
  STANDARDS,
} from "../../regulation";
import type { ProvisionId } from "../../regulation";

test.each<[string, ProvisionId, string]>([
  [
    "tests judge against thresholds older than the run",
    "Art9(8)",
    "a threshold has to be older than the run it judges",
  ],
  [
    "data governance covers training, validation and test sets",
    "Art10",
    "Training, validation and test sets",
  ],
  ["bias correction with special categories moved to Article 4a", "Art4a", "this was Article 10(5) before"],
  [
    "logging is a capability of the system without a retention period",
    "Art12(1)",
    "No retention period stands here",
  ],
  [
    "no minimum content is laid down outside Article 12(3)",
    "Art12(2)",
    "Outside Article 12(3) no minimum content",
  ],
  ["only remote biometric identification has a minimum log", "Art12(3)", "Only for Annex III point 1(a)"],
  ["a hash does not satisfy Article 12(3)", "Art12(3)", "A hash and a pseudonym do not satisfy this"],
  ["instructions tell deployers about logs", "Art13(3)(f)", "collect, store and interpret the logs"],
  ["human oversight happens during use", "Art14", "while it is in use"],
  ["approving a release is not human oversight", "Art14", "Approving a release is not human oversight"],
  ["accuracy is declared in the instructions", "Art15(3)", "declared in the instructions for use"],
  ["release approval belongs to quality management", "Art17(1)", "Release approval, design control"],
  ["test reports are dated and signed", "Art17(1)", "dated and signed test reports of Annex IV point 2(g)"],
  [
    "documentation is kept from the placing on the market",
    "Art18(1)",
    "not a flat period from a record's date",
  ],
  ["providers keep logs six months at least", "Art19(1)", "at least six months"],
  ["deployers keep logs six months at least", "Art26(6)", "at least six months"],
  ["other law may set another period for logs", "Art19(1)", "data protection in particular"],
  ["authorities receive logs on a reasoned request", "Art21", "On a reasoned request"],
  ["authorities keep confidential what they receive", "Art78", "confidential"],
  ["oversight persons are competent and trained", "Art26(2)", "competence, training, authority and support"],
  ["deployers of 5(b) assess fundamental rights", "Art27", "5(b)"],
  ["logs can be found by person or case", "Art86", "found by person or case"],
  ["Annex III points 2 to 8 follow internal control", "Art43(2)", "no third party takes part"],
  ["the outside reader is the market surveillance authority", "Art43(2)", "market surveillance authority"],
  ["banks answer to their financial supervisor", "Art74(6)", "financial supervisor"],
  [
    "monitoring is proportionate and uses data from deployers",
    "Art72",
    "from deployers or other sources, in proportion to the technology and its risks",
  ],
  ["monitoring looks at the interaction with other systems", "Art72", "interaction with other AI systems"],
  [
    "the Commission's template is voluntary and due in 2027",
    "Art72(3)",
    "voluntary template is due by 2 September 2027",
  ],
  ["an alert is not awareness", "Art73", "An alert is not awareness"],
  [
    "nothing alters the system before the authority is informed",
    "Art73(6)",
    "no investigation alters the system",
  ],
  [
    "older systems come in at a significant change",
    "Art111(2)",
    "only once their design changes significantly",
  ],
])("%s", (_sentence, id, words) => {
  expect(provision(id).summary).toContain(words);
});

test.each<[string, ProvisionId, "annex-iii" | "annex-i", string]>([
  ["high-risk rules apply to Annex III systems from 2 December 2027", "Art12(1)", "annex-iii", "2027-12-02"],
  ["high-risk rules apply to Annex I systems from 2 August 2028", "Art12(1)", "annex-i", "2028-08-02"],
  ["deployers' duties follow the same date", "Art26(6)", "annex-iii", "2027-12-02"],
  ["the technical documentation follows the same date", "AnnexIV", "annex-i", "2028-08-02"],
  ["post-market monitoring applies since 2 August 2026", "Art72", "annex-iii", "2026-08-02"],
  ["incident reporting applies since 2 August 2026", "Art73", "annex-i", "2026-08-02"],
  ["conformity assessment applies since 2 August 2026", "Art43(2)", "annex-iii", "2026-08-02"],
  ["the right to explanation applies since 2 August 2026", "Art86", "annex-iii", "2026-08-02"],
  ["general-purpose model rules apply since 2 August 2025", "ChapterV", "annex-iii", "2025-08-02"],
  ["confidentiality applies since 2 August 2025", "Art78", "annex-iii", "2025-08-02"],
  ["Article 4a applies since the amendment is in force", "Art4a", "annex-iii", "2026-07-27"],
])("%s", (_sentence, id, classOfSystem, date) => {
  expect(applicationDate(id, classOfSystem).date).toBe(date);
});

test.each<[string, ProvisionId]>([
  ["Article 4a", "Art4a"],
  ["Article 10", "Art10"],
  ["the guidance on the monitoring plan", "Art72(3)"],
  ["the rule on older systems", "Art111(2)"],
])("counsel is told to re-read %s in the Official Journal", (_sentence, id) => {
  expect(provision(id).amended).toMatchObject({
    mark: "[Q]",
    note: expect.stringContaining("Official Journal"),
  });
});

test.each(["annex-iii", "annex-i"] as const)(
  "counsel is told to re-read the deferred date for %s",
  (classOfSystem) => {
    expect(applicationDate("Art9", classOfSystem).amended?.mark).toBe("[Q]");
  },
);

test("public authorities have until 2 August 2030 for older systems", () => {
  expect(LEGACY_SYSTEMS.publicAuthoritiesBy).toBe("2030-08-02");
});

test("logs serve three purposes", () => {
  expect(Object.keys(LOG_PURPOSES)).toEqual(["12(2)(a)", "12(2)(b)", "12(2)(c)"]);
  expect(LOG_PURPOSES["12(2)(a)"].purpose).toContain("substantial modification");
});

test("the law's floor for logs is 184 days, and ten years are the product's own choice", () => {
  expect(LOG_RETENTION).toMatchObject({ floorDays: 184, floorStatus: "required" });
  expect(LOG_RETENTION).toMatchObject({ defaultDays: 3653, defaultStatus: "policy default" });
});

test.each([
  ["1", "General description"],
  ["2(e)", "human oversight"],
  ["2(g)", "test reports dated and signed"],
  ["3", "Monitoring, functioning and control"],
  ["4", "performance metrics"],
  ["5", "Risk management"],
  ["6", "changes through the lifecycle"],
  ["7", "Harmonised standards"],
  ["8", "declaration of conformity"],
  ["9", "Post-market monitoring"],
])("Annex IV point %s is about: %s", (number, words) => {
  expect(annexIvSection(`annex-iv:${number}`).title).toContain(words);
});

test.each([
  ["credit scoring", "5(b)", "creditworthiness", true],
  ["screening of applicants", "4(a)", "recruitment", false],
])(
  "%s is Annex III point %s, assessed by internal control",
  (_sentence, ref, words, isAssessedByEveryDeployer) => {
    expect(annexIiiPoint(ref)).toMatchObject({
      use: expect.stringContaining(words),
      conformityRoute: "internal control (Annex VI)",
      isRemoteBiometricIdentification: false,
      isAssessedByEveryDeployer,
    });
  },
);

test("remote biometric identification is Annex III point 1(a)", () => {
  expect(annexIiiPoint("1(a)").isRemoteBiometricIdentification).toBe(true);
});

test("financial institutions have seven derogations", () => {
  expect(FINANCIAL_DEROGATIONS.map((each) => each.provision)).toEqual([
    "Art17(4)",
    "Art18(3)",
    "Art19(2)",
    "Art26(5)",
    "Art26(6)",
    "Art72(4)",
    "Art74(6)",
  ]);
});

test("an upstream model is logged, and Chapter V is said not to be covered", () => {
  expect(GENERAL_PURPOSE_MODELS).toMatchObject({ status: "not covered", notice: "Chapter V not covered" });
});

test("no standard is cited in the Official Journal, and the logging standards are drafts", () => {
  expect(STANDARDS.filter((standard) => standard.isCitedInOfficialJournal)).toEqual([]);
  expect(STANDARDS.filter(({ stage }) => stage === "draft").map(({ id }) => id)).toEqual([
    "prEN 18229-1",
    "FprEN ISO/IEC 24970",
  ]);
  expect(LOGGING_TERMS.map(({ term }) => term)).toEqual([
    "event",
    "trigger",
    "log entry",
    "information model",
  ]);
});

test.each([
  [
    "a keyed digest of personal data stays personal data for the key's holder",
    "keyed-digest",
    "is personal data",
  ],
  ["inputs of low entropy can be guessed", "guessable-input", "guessing"],
  ["pseudonyms of reviewers are employee data", "reviewer-pseudonym", "employee data"],
  ["immutable storage needs an erasable part", "erasable-part", "openings of commitments, not the log"],
])("%s", (_sentence, id, words) => {
  expect(DATA_PROTECTION_FACTS.find((each) => each.id === id)?.fact).toContain(words);
});

test("a first report may be incomplete, and nothing is altered before it", () => {
  expect(INCIDENT_RULES.firstReport).toContain("incomplete");
  expect(INCIDENT_RULES.evidence).toContain("before informing the authority");
});
