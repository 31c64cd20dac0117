import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentSchema } from "../../configs/environment-schema";
import { systemSchema } from "../../configs/system-schema";
import { CONFIG_KEYS } from "../../review/render/config-keys";
import { ConfigPlaces } from "../../review/render/locations";
import { RULES } from "../../rules";
import { TeamConfigs } from "../configs/team";
import { temporaryFolder } from "../temporary";

const ROOT = join(__dirname, "../..");
const places = new ConfigPlaces(join(ROOT, "configs"), ROOT);

/** The text of the line a finding stands at. */
function lineAt(rule: string, address: string, all = places, root = ROOT) {
  const place = all.of({ rule, address });
  const line = place && readFileSync(join(root, place.path), "utf8").split("\n")[place.line - 1];
  return `${place?.path}: ${line?.trim()}`;
}

describe("A finding stands in the config file that decides it", () => {
  it.each([
    ["lock-days", "production-evidence-vault/aws_s3_bucket.evidence_vault", "configs/environments/production.yaml: days: 3653"],
    ["replica-elsewhere", "sandbox-evidence-vault/aws_s3_bucket.evidence_vault", "configs/environments/sandbox.yaml: region: eu-west-1"],
    ["monitor-notifies", "production-art72-monitoring-cv-screening/datadog_monitor.x", 'configs/systems/cv-screening.yaml: notify: ["@slack-people-operations"]'],
    ["archive-coverage", "example-datadog/terraform", "configs/environments/production.yaml: archive: catch-all"],
    ["lock-mode", "*", "configs/environments/production.yaml: mode: COMPLIANCE"],
  ])("%s at %s", (rule, address, says) => expect(lineAt(rule, address).replace(/\["@.*"\]/, '["@slack-people-operations"]')).toBe(says)); // prettier-ignore

  it("and at the file's beginning where no key decides it", () =>
    expect(places.of({ rule: "versioning", address: "sandbox-evidence-vault/x.y" })).toEqual({
      path: "configs/environments/sandbox.yaml",
      line: 1,
    }));

  it("and in the file of its own environment where the id of another begins alike", () => {
    const team = new TeamConfigs()
      .copy("environments/production.yaml", "environments/production-eu.yaml")
      .set("environments/production-eu.yaml", ["id"], "production-eu")
      .set("environments/production-eu.yaml", ["datadog", "org"], "example-eu");
    const own = new ConfigPlaces(team.dir, team.dir);
    const at = (stack: string) => own.of({ rule: "lock-days", address: `${stack}/x.y` })?.path;
    expect(at("production-eu-evidence-vault")).toBe("environments/production-eu.yaml");
    expect(at("production-evidence-vault")).toBe("environments/production.yaml");
    expect(at("example-eu-datadog")).toBe("environments/production-eu.yaml");
  });

  it("and where a shared organisation's log entries end up", () => {
    const team = new TeamConfigs()
      .copy("environments/production.yaml", "environments/another.yaml")
      .set("environments/another.yaml", ["id"], "another")
      .set("environments/another.yaml", ["datadog", "archive"], "own-environment");
    const own = new ConfigPlaces(team.dir, team.dir);
    expect(own.of({ rule: "archive-first", address: "example-datadog/x.y" })?.path).toBe(
      "environments/production.yaml",
    );
  });

  it("and nowhere where there are no config files", () =>
    expect(
      new ConfigPlaces(temporaryFolder(), ROOT).of({ rule: "lock-days", address: "a/b" }),
    ).toBeUndefined());

  it("and a file that cannot be read is passed over", () => {
    const team = new TeamConfigs().write("environments/production.yaml", "id: [");
    const own = new ConfigPlaces(team.dir, team.dir);
    expect(own.of({ rule: "lock-days", address: "production-evidence-vault/x.y" })?.path).toBe(
      "environments/sandbox.yaml",
    );
  });
});

describe("The keys that decide", () => {
  const handled = ["approvers-changed", "backend-changed", "provider-changed", "waiver-added"];

  it("are named for rules that exist, and for how stacks are handled", () => {
    const known = new Set([...RULES.map(({ id }) => id), ...handled]);
    expect(Object.keys(CONFIG_KEYS).filter((rule) => !known.has(rule))).toEqual([]);
  });

  it.each(Object.entries(CONFIG_KEYS))("of %s: %s is a key of a config file", (_, key) => {
    const schemas = [environmentSchema, systemSchema].map((schema) =>
      z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
    );
    expect(schemas.some((schema) => hasKey(schema, key.split(".")))).toBe(true);
  });

  it.each(RULES.map(({ id }) => id))("lead every rule to a line: %s", (rule) => {
    const at = ["production-evidence-vault/x.y", "production-art72-monitoring-credit-scoring/x.y"];
    for (const address of at) expect(places.of({ rule, address })?.line).toBeGreaterThanOrEqual(1);
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly oneOf?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
}

function hasKey(schema: unknown, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return true;
  const { properties = {}, oneOf = [], anyOf = [] } = schema as Schema;
  if (first in properties) return hasKey(properties[first], rest);
  return [...oneOf, ...anyOf].some((each) => hasKey(each, [first, ...rest]));
}
