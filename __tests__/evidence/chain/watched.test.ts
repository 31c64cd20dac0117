import { recordKey } from "../../../evidence/records";
import { answered, config, judge, notMet, reasonOf, type Row } from "./rows";
import { alert, ENVIRONMENT, riskEntry } from "./vault";

const WATCHING: readonly Row[] = [
  {
    what: "no copy of what Datadog knew",
    change: (told) => void (told.copied = undefined),
    found: { monitors: "missing", alerts: "missing", "risk-register": "cannot-tell" },
    says: ["monitors", /No copy of the monitors/],
  },
  {
    what: "a copy from another season",
    change: (told) => void (told.copied = { ...told.copied!, takenAt: "2026-07-10T00:00:00.000Z" }),
    found: { monitors: "missing" },
    says: ["monitors", /123 days away/],
  },
  {
    what: "no monitor of this system",
    change: (told) => void (told.monitors = []),
    found: { monitors: "missing" },
    says: ["monitors", /no monitor of credit-scoring was defined/],
  },
  {
    what: "a copy that Datadog broke off",
    change: (told) => {
      told.monitors = [];
      told.copied!.missing = [{ what: "monitors", because: "429" }];
    },
    found: { monitors: "cannot-tell" },
    says: ["monitors", /is not whole/],
  },
  {
    what: "a copy that was changed in the vault",
    change: (told) => told.monitors.push({ id: 8, name: "x", tags: [] }),
    after: (vault) => vault.spoilCopies(),
    found: { monitors: "broken", alerts: "broken", "risk-register": "cannot-tell" },
    says: ["monitors", /The copy cannot be used/],
  },
  {
    what: "alerts that are copied for a part of the period only",
    change: (told) => void (told.copied!.to = "2026-03-09T07:30:00.000Z"),
    found: { alerts: "cannot-tell", "risk-register": "cannot-tell" },
    says: ["alerts", /No copy tells the alerts of 2026-03-09T07:30/],
  },
  {
    what: "an alert of which the copy does not tell when it was",
    change: (told) => told.alerts.push({ ...alert(), attributes: { tags: alert().attributes.tags } }),
    found: { alerts: "cannot-tell", "risk-register": "cannot-tell" },
    says: ["alerts", /an alert in records\/detector-monitoring\/0+1.dsse.json has no id or time/],
  },
  {
    what: "an alert that never became an entry of the risk register",
    change: (told) => told.alerts.push(alert()),
    found: { "risk-register": "missing" },
    says: ["risk-register", /has no entry/],
  },
  {
    what: "an alert that was taken and never brought into the register",
    change: (told) => {
      told.alerts.push(alert());
      told.entries.push(riskEntry("taken"));
    },
    found: { "risk-register": "missing" },
    says: ["risk-register", /never brought into the register/],
  },
  {
    what: "an entry whose record was changed",
    change: (told) => {
      told.alerts.push(alert());
      told.entries.push(riskEntry("opened"), riskEntry("updated", "c2"));
    },
    after: (vault) => vault.forge(recordKey("detector-risk-register", 1), ({ predicate }) => (predicate.details.entry = "RISK-99")),
    found: { "risk-register": "broken" },
    says: ["risk-register", /cannot be relied on/],
  },
  {
    what: "an alert in an environment without a risk register",
    change: (told) => told.alerts.push(alert()),
    more: () => ({ environment: { id: ENVIRONMENT, config: { ...config, riskRegister: undefined } } }),
    found: { "risk-register": "missing" },
    says: ["risk-register", /declares no risk register/],
  },
]; // prettier-ignore

describe("Monitors, alerts and the risk register", () => {
  it.each(WATCHING)("$what", judge);

  it("an alert with its entry is met, and the entry is named", async () => {
    const answer = await answered({
      change: (told) => {
        told.alerts.push(alert(), alert("Recovered"));
        told.entries.push(riskEntry("taken"), riskEntry("opened"));
      },
    });
    expect(notMet(answer)).toEqual({});
    expect(reasonOf(answer, "risk-register")).toContain("jira RISK-12 (opened)");
  });
});

const CARRIED: readonly Row[] = [
  {
    what: "a stack of which no deploy is recorded",
    change: (told) => void told.stacks.pop(),
    found: { infrastructure: "missing" },
    says: ["infrastructure", /No record tells of a deploy of production-art72-monitoring-credit-scoring/],
  },
  {
    what: "a deploy after the entry only",
    change: (told) => void (told.deployed.at = "2026-03-09T09:00:00.000Z"),
    found: { infrastructure: "missing" },
    says: ["infrastructure", /after the entry/],
  },
  {
    what: "a plan that was not the one reviewed",
    change: (told) => void (told.deployed.more = { planSha256: "0".repeat(64) }),
    found: { infrastructure: "broken" },
    says: ["infrastructure", /is not what was reviewed/],
  },
  {
    what: "a review that is not there",
    change: (told) => void (told.deployed.more = { reviewSequence: 9 }),
    found: { infrastructure: "missing" },
    says: ["infrastructure", /record 9 of ci-review, is not there/],
  },
  {
    what: "another review than the deploy was made by",
    change: (told) => void (told.deployed.more = { reviewSha256: "0".repeat(64) }),
    found: { infrastructure: "broken" },
    says: ["infrastructure", /is another record now/],
  },
  {
    what: "a plan that weakens a duty, and nobody who agreed",
    change: (told) => void (told.reviewed = { effect: "weakens" }),
    found: { infrastructure: "broken" },
    says: ["infrastructure", /weakens a duty, and the deploy names nobody/],
  },
  {
    what: "an agreement to the plan of another stack",
    change: (told) => {
      told.reviewed = { effect: "weakens" };
      told.agreed = () => "production-evidence-vault";
    },
    found: { infrastructure: "broken" },
    says: ["infrastructure", /plan of production-art12-logging weakens a duty; the approval that the deploy names is of something else/],
  },
  {
    what: "an agreement that is not among the records",
    change: (told) => {
      told.reviewed = { effect: "weakens" };
      told.deployed.more = { approval: { stream: "approver", sequence: 1, sha256: "0".repeat(64) } };
    },
    found: { infrastructure: "missing" },
    says: ["infrastructure", /record 1 of approver, is not there/],
  },
  {
    what: "a record of a deploy that was changed",
    after: (vault) => vault.forge(recordKey("ci-deploy", 3), ({ predicate }) => (predicate.details.added = 99)),
    found: { infrastructure: "broken" },
    says: ["infrastructure", /cannot be relied on/],
  },
  {
    what: "a later deploy that broke off before the entry",
    after: async (vault) => {
      const of = { stack: "production-evidence-vault", planSha256: "0".repeat(64), reviewSequence: 1, reviewSha256: "0".repeat(64) };
      await vault.append("deploy", "ci-deploy", "ci-deploy", "2026-03-08T10:00:00.000Z", { ...of, startedAt: "2026-03-08T10:00:00.000Z", outcome: "started" });
    },
    found: { infrastructure: "cannot-tell" },
    says: ["infrastructure", /has no recorded end/],
  },
]; // prettier-ignore

describe("The infrastructure that carried it", () => {
  it.each(CARRIED)("$what", judge);

  it("a plan that weakens a duty is met where an approver agreed to that very plan", async () => {
    const answer = await answered({
      change: (told) => {
        told.reviewed = { effect: "weakens" };
        told.agreed = (stack) => stack;
      },
    });
    expect(notMet(answer)).toEqual({});
    expect(reasonOf(answer, "infrastructure")).toContain("an approver agreed to it");
  });
});
