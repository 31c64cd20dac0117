import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadConfigs, readConfigs } from "../../configs";
import { UserError } from "../../errors";
import { temporaryFolder } from "../temporary";
import { TeamConfigs } from "./team";

const CREDIT = "systems/credit-scoring.yaml";
const CV = "systems/cv-screening.yaml";
const SANDBOX = "environments/sandbox.yaml";
const PRODUCTION = "environments/production.yaml";
const SERVICE = ["mlflow", "service"];
const CERTIFICATE_ELSEWHERE =
  "arn:aws:acm:us-east-1:210987654321:certificate/5d2b8f4e-6c1a-4b3e-9d7f-0a1b2c3d4e5f";

describe("A team's config files", () => {
  it("of this repository are valid", () => {
    const { systems, environments } = loadConfigs(join(__dirname, "../../configs"));
    expect(systems.map(({ id }) => id)).toEqual(["credit-scoring", "cv-screening"]);
    expect(environments.map(({ id }) => id)).toEqual(["production", "sandbox"]);
  });

  it("declare a new AI system by one new file and nothing else", () => {
    const team = new TeamConfigs().copy(CREDIT, "systems/fraud-alerts.yaml");
    team
      .set("systems/fraud-alerts.yaml", ["id"], "fraud-alerts")
      .set("systems/fraud-alerts.yaml", ["registeredModel"], "fraud-alerts")
      .set("systems/fraud-alerts.yaml", ["production"], undefined);
    expect(loadConfigs(team.dir).systems.map(({ id }) => id)).toContain("fraud-alerts");
  });

  it("may leave open which emitters are expected", () => {
    const team = new TeamConfigs().set(CREDIT, ["emitters"], undefined);
    expect(loadConfigs(team.dir).systems[0]).not.toHaveProperty("emitters");
  });

  const refused: {
    what: string;
    change: (team: TeamConfigs) => TeamConfigs;
    problem: { code: string; where: RegExp; field?: string; given?: string; needed: RegExp; fix: RegExp };
  }[] = [
    {
      what: "with an unknown key",
      change: (team) => team.set(SANDBOX, ["retention", "log", "dayz"], 4000),
      problem: {
        code: "unknown-key",
        where: /sandbox\.yaml:\d+$/,
        field: "retention.log.dayz",
        given: "4000",
        needed: /one of days, basis/,
        fix: /`days`/,
      },
    },
    {
      what: "with a value of a wrong type",
      change: (team) => team.set(SANDBOX, ["aws", "accountId"], 123456789012),
      problem: {
        code: "wrong-type",
        where: /sandbox\.yaml:\d+$/,
        field: "aws.accountId",
        given: "123456789012",
        needed: /string/,
        fix: /in quotes/,
      },
    },
    {
      what: "whose service is of a size that Fargate has not",
      change: (team) => team.set(PRODUCTION, [...SERVICE, "size"], { cpu: 1024, memoryMiB: 61_440 }),
      problem: {
        code: "fargate-size",
        where: /production\.yaml:\d+$/,
        field: "mlflow.service.size.memoryMiB",
        given: "61440",
        needed: /2048 to 8192 in steps of 1024/,
        fix: /8192/,
      },
    },
    {
      what: "whose certificate is in another region",
      change: (team) => team.set(PRODUCTION, [...SERVICE, "certificateArn"], CERTIFICATE_ELSEWHERE),
      problem: {
        code: "certificate-beside-load-balancer",
        where: /production\.yaml:\d+$/,
        field: "mlflow.service.certificateArn",
        given: JSON.stringify(CERTIFICATE_ELSEWHERE),
        needed: /eu-central-1, 210987654321/,
        fix: /ACM/,
      },
    },
    {
      what: "that names an address for a range",
      change: (team) => team.set(PRODUCTION, [...SERVICE, "allowedCidrs"], ["10.1.2.3/8"]),
      problem: {
        code: "range-begins-at-its-first-address",
        where: /production\.yaml:\d+$/,
        field: "mlflow.service.allowedCidrs[0]",
        given: '"10.1.2.3/8"',
        needed: /10\.1\.2\.3 is within one/,
        fix: /10\.0\.0\.0\/8/,
      },
    },
    {
      what: "that lets in one range twice",
      change: (team) => team.set(PRODUCTION, [...SERVICE, "allowedCidrs"], ["10.0.0.0/8", "10.0.0.0/8"]),
      problem: {
        code: "each-once",
        where: /production\.yaml:\d+$/,
        field: "mlflow.service.allowedCidrs[1]",
        given: '"10.0.0.0/8"',
        needed: /once/,
        fix: /take it out/,
      },
    },
    {
      what: "that expects emitters of one service twice",
      change: (team) =>
        team.set(
          CREDIT,
          ["emitters"],
          [
            { service: "credit-api", atLeast: 1 },
            { service: "credit-api", atLeast: 2 },
          ],
        ),
      problem: {
        code: "expected-service-once",
        where: /credit-scoring\.yaml:\d+$/,
        field: "emitters[1].service",
        given: '"credit-api"',
        needed: /each service once/,
        fix: /atLeast/,
      },
    },
    {
      what: "that expects no emitter at least",
      change: (team) => team.set(CREDIT, ["emitters"], [{ service: "credit-api", atLeast: 0 }]),
      problem: {
        code: "too-small",
        where: /credit-scoring\.yaml:\d+$/,
        field: "emitters[0].atLeast",
        given: "0",
        needed: /^at least 1$/,
        fix: /1 or more/,
      },
    },
    {
      what: "with a number beyond its bound",
      change: (team) => team.set(CREDIT, ["monitoring", "thresholds", "errorRate"], 2),
      problem: {
        code: "too-big",
        where: /credit-scoring\.yaml:\d+$/,
        field: "monitoring.thresholds.errorRate",
        given: "2",
        needed: /^at most 0\.9999$/,
        fix: /0\.9999 or less/,
      },
    },
    {
      what: "with a list that must not be empty",
      change: (team) => team.set(CREDIT, ["vocabulary", "decisions"], []),
      problem: {
        code: "too-small",
        where: /credit-scoring\.yaml:\d+$/,
        field: "vocabulary.decisions",
        given: "[]",
        needed: /^at least 1 entry$/,
        fix: /1 or more/,
      },
    },
    {
      what: "with a text of a letter",
      change: (team) => team.set(CREDIT, ["title"], "x"),
      problem: {
        code: "too-small",
        where: /credit-scoring\.yaml:\d+$/,
        field: "title",
        given: '"x"',
        needed: /^at least 3 characters$/,
        fix: /correct/,
      },
    },
    {
      what: "that leaves the reason out for which the log may be missing",
      change: (team) => team.set(CREDIT, ["delivery"], { whenLogCannotBeWritten: "fail-open" }),
      problem: {
        code: "missing-field",
        where: /credit-scoring\.yaml:\d+$/,
        field: "delivery.basis",
        given: "(nothing)",
        needed: /Why: what an interruption would do/,
        fix: /basis/,
      },
    },
    {
      what: "where two systems have one id",
      change: (team) => team.copy(CREDIT, "systems/zz-copy.yaml"),
      problem: {
        code: "duplicate-id",
        where: /zz-copy\.yaml:\d+$/,
        field: "id",
        given: '"credit-scoring"',
        needed: /credit-scoring\.yaml:\d+ has this one already/,
        fix: /another id/,
      },
    },
    {
      what: "that keep logs for less than six months",
      change: (team) => team.set(PRODUCTION, ["retention", "log", "days"], 183),
      problem: {
        code: "too-small",
        where: /production\.yaml:\d+$/,
        field: "retention.log.days",
        given: "183",
        needed: /184 days \(six months, .*Articles 19\(1\) and 26\(6\)\)/,
        fix: /184 or more/,
      },
    },
    ...["purpose", "law", "dpia"].map((part) => ({
      what: `that state no ${part} for their retention`,
      change: (team: TeamConfigs) => team.set(PRODUCTION, ["retention", "log", "basis", part], undefined),
      problem: {
        code: "missing-field",
        where: /production\.yaml:\d+$/,
        field: `retention.log.basis.${part}`,
        needed: /this field/,
        fix: /add retention/,
      },
    })),
    {
      what: "that state no basis at all for their retention",
      change: (team) => team.set(PRODUCTION, ["retention", "log", "basis"], undefined),
      problem: {
        code: "missing-field",
        where: /production\.yaml:\d+$/,
        field: "retention.log.basis",
        needed: /period appropriate to the purpose/,
        fix: /add retention.log.basis/,
      },
    },
    {
      what: "with a COMPLIANCE lock nobody acknowledged as irreversible",
      change: (team) => team.set(PRODUCTION, ["lock", "acknowledgeIrreversible"], undefined),
      problem: {
        code: "compliance-lock-acknowledged",
        where: /production\.yaml:\d+$/,
        field: "lock.mode",
        given: '"COMPLIANCE"',
        needed: /acknowledgeIrreversible: true/,
        fix: /GOVERNANCE/,
      },
    },
    {
      what: "whose logs expire before the lock ends",
      change: (team) => team.set(SANDBOX, ["lifecycle", "expireAfterDays"], 3652),
      problem: {
        code: "expiry-not-before-lock-ends",
        where: /sandbox\.yaml:\d+$/,
        field: "lifecycle.expireAfterDays",
        given: "3652",
        needed: /at least retention\.log\.days \(3653\)/,
        fix: /when-lock-ends/,
      },
    },
    {
      what: "for remote biometric identification, which Art 12(3) asks more of",
      change: (team) => team.set(CREDIT, ["regulatory", "annexIII"], "1(a)"),
      problem: {
        code: "remote-biometric-identification-refused",
        where: /credit-scoring\.yaml:\d+$/,
        field: "regulatory.annexIII",
        given: '"1(a)"',
        needed: /Art 12\(3\)/,
        fix: /sealed store/,
      },
    },
    {
      what: "with an environment that does not exist",
      change: (team) => team.set(CREDIT, ["environments"], ["sandbox", "staging"]),
      problem: {
        code: "unknown-environment",
        where: /credit-scoring\.yaml:\d+$/,
        field: "environments[1]",
        given: '"staging"',
        needed: /production, sandbox/,
        fix: /staging\.yaml/,
      },
    },
    {
      what: "where an organisation has no archive for entries of unknown environment",
      change: (team) => team.set(PRODUCTION, ["datadog", "archive"], "own-environment"),
      problem: {
        code: "one-catch-all-archive",
        where: /production\.yaml:\d+$/,
        field: "datadog.archive",
        needed: /exactly one/,
        fix: /catch-all/,
      },
    },
    {
      what: "where two environments of an organisation pin different providers",
      change: (team) =>
        team
          .set(SANDBOX, ["datadog", "org"], "example")
          .set(SANDBOX, ["datadog", "archive"], "own-environment")
          .set(SANDBOX, ["datadog", "providerVersion"], "3.83.0"),
      problem: {
        code: "organisation-agrees",
        where: /sandbox\.yaml:\d+$/,
        field: "datadog.providerVersion",
        given: '"3.83.0"',
        needed: /3\.82\.0/,
        fix: /same value/,
      },
    },
    {
      what: "where people's emergency role is the deploy role",
      change: (team) => team.set(PRODUCTION, ["aws", "roles", "breakGlass"], "evidence-deploy"),
      problem: {
        code: "break-glass-is-apart",
        where: /production\.yaml:\d+$/,
        field: "aws.roles.breakGlass",
        needed: /other than/,
        fix: /separate role/,
      },
    },
    {
      what: "with duplicate keys",
      change: (team) => team.write(CV, "id: a\nid: b\n"),
      problem: { code: "yaml-syntax", where: /cv-screening\.yaml:2$/, needed: /duplicate keys/, fix: /mend/ },
    },
    {
      what: "that are not YAML",
      change: (team) => team.write(CV, "id: [1, 2\n"),
      problem: { code: "yaml-syntax", where: /cv-screening\.yaml:\d+$/, needed: /YAML 1\.2/, fix: /mend/ },
    },
    {
      what: "that are not UTF-8",
      change: (team) => team.write(CV, Uint8Array.from([0x69, 0x64, 0x3a, 0x20, 0xff, 0xfe])),
      problem: { code: "not-utf-8", where: /cv-screening\.yaml$/, needed: /UTF-8/, fix: /UTF-8/ },
    },
    {
      what: "that unfold aliases, which can fill the memory",
      change: (team) => team.write(CV, "a: &a [x, x]\nb: [*a, *a]\n"),
      problem: {
        code: "yaml-alias",
        where: /cv-screening\.yaml$/,
        needed: /plain values/,
        fix: /write the value out/,
      },
    },
    {
      what: "with another ending, which would be overlooked",
      change: (team) => team.copy(CV, "systems/cv.yml"),
      problem: { code: "not-a-yaml-file", where: /cv\.yml$/, needed: /\.yaml/, fix: /rename/ },
    },
    {
      what: "that are empty",
      change: (team) => team.write(CV, ""),
      problem: { code: "wrong-type", where: /cv-screening\.yaml:1$/, needed: /object/, fix: /correct/ },
    },
  ];

  it.each(refused)("$what are refused with file, line, value, rule and fix", ({ change, problem }) => {
    const { problems } = readConfigs(change(new TeamConfigs()).dir);
    expect(problems).toContainEqual(
      expect.objectContaining({
        ...problem,
        where: expect.stringMatching(problem.where) as string,
        needed: expect.stringMatching(problem.needed) as string,
        fix: expect.stringMatching(problem.fix) as string,
      }),
    );
  });

  it("with several problems show all of them at once", () => {
    const team = new TeamConfigs()
      .set(SANDBOX, ["retention", "log", "days"], 10)
      .set(SANDBOX, ["lifecycle", "expireAfterDays"], 5)
      .set(PRODUCTION, ["lock", "acknowledgeIrreversible"], undefined)
      .set(CREDIT, ["regulatory", "annexIII"], "1(a)")
      .set(CREDIT, ["titel"], "x")
      .copy(CREDIT, "systems/zz-copy.yaml");
    const codes = readConfigs(team.dir).problems.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining([
        "too-small",
        "expiry-not-before-lock-ends",
        "compliance-lock-acknowledged",
        "remote-biometric-identification-refused",
        "unknown-key",
        "duplicate-id",
      ]),
    );
  });

  it("that break a rule stop every command with the user's exit code", () => {
    const { dir } = new TeamConfigs().set(PRODUCTION, ["retention", "log", "days"], 30);
    expect(() => loadConfigs(dir)).toThrow(UserError);
    expect(() => loadConfigs(dir)).toThrow(/1 problem\(s\) in 1 config file/);
  });

  it("that are not there are said to be missing, with the folder's name", () => {
    const empty = temporaryFolder();
    expect(() => loadConfigs(empty)).toThrow(/systems/);
    mkdirSync(join(empty, "systems"));
    expect(() => loadConfigs(empty)).toThrow(/at least one \.yaml file/);
  });
});
