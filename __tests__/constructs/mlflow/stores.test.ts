import { identitySettings } from "../../../gate/identity";
import type { Environment } from "../../../configs";
import { evaluate, RULES, synthesizedSet } from "../../../rules";
import { repositoryConfigs, resource, synthesize, type StackJson } from "../../stacks/synthesized";

type Service = NonNullable<NonNullable<Environment["mlflow"]>["service"]>;

const production = () => {
  const found = repositoryConfigs().environments.find(({ id }) => id === "production");
  if (!found?.mlflow?.service) throw new Error("production declares no service of MLflow");
  return { ...found, mlflow: { ...found.mlflow, service: found.mlflow.service } };
};

/** All stacks of the repository, with production's service, or production itself, changed. */
function stacksWith(service: Partial<Service>, environment: Partial<Environment> = {}) {
  const configs = repositoryConfigs();
  const changed = production();
  const mlflow = { ...changed.mlflow, service: { ...changed.mlflow.service, ...service } };
  return synthesize({
    ...configs,
    environments: configs.environments.map((each) =>
      each.id === "production" ? { ...changed, mlflow, ...environment } : each,
    ),
  }).stacks;
}

const OWN = synthesize().stacks;
const stack = OWN["production-mlflow"];
const LOGINS = ["mlflow_mlflow_login", "mlflow_gate_login", "mlflow_reader_login"];

/** What a secret's expression makes of a random text, as Terraform would. */
function made(id: string, random: string, from: StackJson | undefined = stack): string {
  const expression = String(resource(from, "aws_secretsmanager_secret_version", id)["secret_string_wo"]);
  const name = `ephemeral.aws_secretsmanager_random_password.${id}.random_password`;
  return expression.replaceAll(`\${${name}}`, random).replaceAll(name, `"${random}"`);
}

function uriOf(id: string): URL {
  const [, uri = ""] = /uri = "([^"]+)"/.exec(made(id, "RANDOM")) ?? [];
  return new URL(uri.replace("${aws_db_instance.mlflow.address}", "database.example.org"));
}

describe("The secrets of the service", () => {
  it("stand in no stack: each value is made while Terraform runs, and handed on without being kept", () => {
    for (const id of [...LOGINS, "mlflow_session_keys"]) {
      const version = resource(stack, "aws_secretsmanager_secret_version", id);
      expect(Object.keys(version).sort()).toEqual([
        "//",
        "lifecycle",
        "secret_id",
        "secret_string_wo",
        "secret_string_wo_version",
      ]);
      expect(version["secret_string_wo"]).toContain(`ephemeral.aws_secretsmanager_random_password.${id}.`);
    }
  });

  it.each([
    ["mlflow_mlflow_login", "postgresql+psycopg2:", "mlflow", "/mlflow", ""],
    ["mlflow_gate_login", "postgres:", "gate", "/gate", "?sslmode=verify-full"],
    ["mlflow_reader_login", "postgresql+psycopg2:", "mlflow_reader", "/mlflow", ""],
  ])("%s opens its own database with its own login", (id, protocol, username, pathname, search) => {
    const uri = uriOf(id);
    expect([uri.protocol, uri.username, uri.password, uri.host, uri.pathname, uri.search]).toEqual([
      protocol,
      username,
      "RANDOM",
      "database.example.org:5432",
      pathname,
      search,
    ]);
  });

  it("hold session keys in the form that the gate takes", () => {
    const characters = (
      stack as unknown as { ephemeral: Record<string, Record<string, { password_length: number }>> }
    ).ephemeral["aws_secretsmanager_random_password"]?.["mlflow_session_keys"]?.password_length;
    const random = "r".repeat(characters ?? 0);
    const [, text = ""] = /^\$\{base64encode\("(.*)"\)\}$/.exec(made("mlflow_session_keys", random)) ?? [];
    const { signIn } = identitySettings(production(), {
      sessionKeys: Buffer.from(text).toString("base64"),
    });
    expect(signIn.sessionKeys).toHaveLength(1);
  });
});

describe("An environment decides", () => {
  const open = (stacks: Readonly<Record<string, StackJson>>) =>
    evaluate(
      RULES,
      synthesizedSet(
        Object.entries(stacks).map(([name, json]) => ({ path: name, json, stack: name })),
        true,
      ),
    ).verdicts.filter(({ verdict }) => verdict === "unmet" || verdict === "unknown");

  it("whether the database is in two zones: one zone is lawful, and no rule refuses it", () => {
    const stacks = stacksWith({ highlyAvailable: false });
    expect(resource(stacks["production-mlflow"], "aws_db_instance", "mlflow")["multi_az"]).toBe(false);
    expect(open(stacks)).toEqual([]);
  });

  it("how long logs of its programs are kept, those that RDS exports among them", () => {
    const groups = stacksWith({ logDays: 731 })["production-mlflow"]?.resource?.["aws_cloudwatch_log_group"];
    expect(new Set(Object.values(groups ?? {}).map((group) => group["retention_in_days"]))).toEqual(
      new Set([731]),
    );
    expect(Object.keys(groups ?? {})).toEqual(
      expect.arrayContaining(["mlflow_database_postgresql", "mlflow_database_upgrade"]),
    );
  });

  it("whether the lock of its backups becomes final: with mode COMPLIANCE alone", () => {
    const lock = (stacks: Readonly<Record<string, StackJson>>) =>
      resource(stacks["production-mlflow"], "aws_backup_vault_lock_configuration", "mlflow");
    expect(lock(OWN)).toMatchObject({ min_retention_days: 35, changeable_for_days: 7 });
    expect(lock(stacksWith({}, { lock: { mode: "GOVERNANCE" } }))).not.toHaveProperty("changeable_for_days");
  });

  it("which version of PostgreSQL: its parameters are of the same major version", () => {
    const database = { ...production().mlflow.service.database, engineVersion: "17.2" };
    const found = stacksWith({ database })["production-mlflow"];
    expect(resource(found, "aws_db_parameter_group", "mlflow")).toMatchObject({ family: "postgres17" });
    expect(resource(found, "aws_db_instance", "mlflow")).toMatchObject({ engine_version: "17.2" });
  });

  it("when the first images are pushed: all that they are kept in is there before", () => {
    const { "production-mlflow": before } = stacksWith({ images: undefined });
    for (const image of ["mlflow", "gate", "jobs"])
      expect(resource(before, "aws_ecr_repository", `mlflow_${image}`)).toMatchObject({
        image_tag_mutability: "IMMUTABLE",
      });
    expect(resource(before, "aws_db_instance", "mlflow")).toBeDefined();
  });

  it("whether there is a service at all: without one, nobody records accesses to a bucket that is not there", () => {
    const { mlflow, ...rest } = production();
    const without = { ...mlflow, service: undefined };
    const configs = repositoryConfigs();
    const { stacks } = synthesize({
      ...configs,
      environments: configs.environments.map((each) =>
        each.id === "production" ? { ...rest, mlflow: without } : each,
      ),
    });
    expect(stacks["production-mlflow"]?.resource).toBeUndefined();
    expect(
      JSON.stringify(resource(stacks["production-evidence-vault"], "aws_cloudtrail", "evidence_access")),
    ).not.toContain("artifacts");
  });
});
