import type { RegistryFacts } from "../../../evidence/chain";
import { type Json } from "../archive/corpus";
import { answered, judge, notMet, reasonOf, type Row } from "./rows";
import { ARTIFACTS, RUN, story } from "./vault";

const EVIDENCE_OF: readonly Row[] = [
  {
    what: "a run that was not finished when it was decided on",
    change: (told) => void (told.seen.evidence.run.status = "RUNNING"),
    found: { run: "broken" },
    says: ["run", /RUNNING/],
  },
  {
    what: "a decision that saw no run",
    change: (told) => void delete told.seen.evidence.run,
    found: { run: "missing" },
    says: ["run", /saw no run/],
  },
  {
    what: "no test set",
    change: (told) => void told.seen.evidence.datasets.pop(),
    found: { datasets: "missing" },
    says: ["datasets", /No data set of role test/],
  },
  {
    what: "a test set that is the training set",
    change: (told) => void (told.seen.evidence.datasets[2].tags.sha256 = told.seen.evidence.datasets[0].tags.sha256),
    found: { datasets: "broken" },
    says: ["datasets", /they are the same data/],
  },
  {
    what: "a data set without a digest of its content",
    change: (told) => void delete told.seen.evidence.datasets[1].tags.sha256,
    found: { datasets: "missing" },
    says: ["datasets", /has no SHA-256/],
  },
  {
    what: "a data set whose source names no place",
    change: (told) => void (told.seen.evidence.datasets[1].source = "{}"),
    found: { datasets: "missing" },
    says: ["datasets", /has no source/],
  },
  {
    what: "a data set without a source",
    change: (told) => void (told.seen.evidence.datasets[1].sourceType = "code"),
    found: { datasets: "missing" },
    says: ["datasets", /has no source/],
  },
  {
    what: "no risk assessment named by the run",
    change: (told) => void delete told.seen.evidence["run tags"]["ai_act.risk_assessment"],
    found: { "risk-assessment": "missing" },
    says: ["risk-assessment", /has no tag/],
  },
  {
    what: "a risk assessment that was never declared",
    change: (told) => void (told.seen.evidence["run tags"]["ai_act.risk_assessment"] = "RA-9"),
    found: { "risk-assessment": "broken" },
    says: ["risk-assessment", /does not declare/],
  },
  {
    what: "a risk assessment made after the decision",
    change: (told) => void (told.seen.heldAgainst.system.production.riskAssessments[0].assessedOn = "2026-03-04"),
    found: { "risk-assessment": "broken" },
    says: ["risk-assessment", /after the decision/],
  },
  {
    what: "a risk assessment that had run out when it was decided",
    change: (told) => void (told.seen.heldAgainst.system.production.riskAssessments[0].validUntil = "2026-03-01"),
    found: { "risk-assessment": "broken" },
    says: ["risk-assessment", /was valid until 2026-03-01/],
  },
  {
    what: "a risk assessment that ran out before the entry, and none after it",
    change: (told) => void (told.seen.heldAgainst.system.production.riskAssessments[0].validUntil = "2026-03-05"),
    found: { "risk-assessment": "missing" },
    says: ["risk-assessment", /declares none for that day/],
  },
  {
    what: "a risk assessment that ran out before the entry, read without the configs",
    change: (told) => void (told.seen.heldAgainst.system.production.riskAssessments[0].validUntil = "2026-03-05"),
    more: () => ({ systems: [] }),
    found: { "risk-assessment": "cannot-tell" },
    says: ["risk-assessment", /what followed it is not known/],
  },
]; // prettier-ignore

describe("Run, data and risk assessment", () => {
  it.each(EVIDENCE_OF)("$what", judge);
});

/** MLflow as it would answer. */
const mlflow = (change: (facts: Json) => void = () => undefined) => ({
  name: "http://mlflow",
  version: async (): Promise<RegistryFacts> => {
    const evidence = structuredClone(story().seen.evidence);
    const facts = { createdAt: 1_000, runId: RUN, runIs: "active", artifactSha256: ARTIFACTS, evidence };
    change(facts);
    return facts;
  },
});

const LIVE: readonly Row[] = [
  {
    what: "MLflow does not answer",
    more: () => ({ registry: { name: "http://mlflow", version: async () => "connection refused" } }),
    found: { "model-version": "cannot-tell", run: "cannot-tell", datasets: "cannot-tell" },
    says: ["model-version", /did not answer: connection refused/],
  },
  {
    what: "the version was deleted",
    more: () => ({ registry: { name: "http://mlflow", version: async () => undefined } }),
    found: { "model-version": "broken", run: "cannot-tell", datasets: "cannot-tell" },
    says: ["model-version", /knows no version 1/],
  },
  {
    what: "the version was made anew",
    more: () => ({ registry: mlflow((facts) => (facts["createdAt"] = 2_000)) }),
    found: { "model-version": "broken" },
    says: ["model-version", /was made anew/],
  },
  {
    what: "the version is of another run now",
    more: () => ({ registry: mlflow((facts) => (facts["runId"] = "f".repeat(32))) }),
    found: { "model-version": "broken" },
    says: ["model-version", /In MLflow it is of run f/],
  },
  {
    what: "the files were exchanged",
    more: () => ({ registry: mlflow((facts) => (facts["artifactSha256"] = "0".repeat(64))) }),
    found: { "model-version": "broken" },
    says: ["model-version", /serves other files/],
  },
  {
    what: "the run was deleted",
    more: () => ({ registry: mlflow((facts) => (facts["runIs"] = "deleted")) }),
    found: { run: "broken", datasets: "broken" },
    says: ["run", /is deleted; what was decided on is still in the vault/],
  },
  {
    what: "a metric was corrected afterwards",
    more: () => ({ registry: mlflow(({ evidence }) => (evidence.metrics[0].value = 0.99)) }),
    found: { run: "broken" },
    says: ["run", /Changed in MLflow since it was decided on: metrics/],
  },
  {
    what: "a data set was exchanged afterwards",
    more: () => ({ registry: mlflow(({ evidence }) => (evidence.datasets[0].digest = "other")) }),
    found: { datasets: "broken" },
    says: ["datasets", /Changed in MLflow since it was decided on: datasets/],
  },
]; // prettier-ignore

describe("Held against MLflow as it is now", () => {
  it("agrees while nothing was changed", async () => {
    const answer = await answered({ more: () => ({ registry: mlflow(), readFrom: "live" }) });
    expect(notMet(answer)).toEqual({});
    expect(reasonOf(answer, "run")).toContain("MLflow shows the same now.");
  });

  it.each(LIVE)("$what", judge);
});
