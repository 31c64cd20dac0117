import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { names, stackName } from "../../configs";
import { DEFAULT_DIR } from "../../sandbox/world";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { ensurePython } from "../../sandbox/world/python";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { evidence } from "../run-evidence";
import { repositoryConfigs, synthesize } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const MINUTES = 60_000;
const STACK = stackName.mlflow("sandbox");

interface Finding {
  readonly effect: string;
  readonly rule: string;
  readonly address: string;
}
interface Report {
  readonly changes: readonly { readonly cause: string; readonly address: string }[];
  readonly findings: readonly Finding[];
}
interface Resource {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly [{ readonly attributes: Readonly<Record<string, unknown>> }];
}

const LOGINS = ["mlflow_mlflow_login", "mlflow_gate_login", "mlflow_reader_login"];

/** The whole stack, applied once by the real Terraform to an embedded AWS of its own. Nothing of it is left out. */
describe("MLflow and the gate as a service, deployed for real", () => {
  const work = temporaryFolder();
  let aws: EmbeddedAws;
  let env: Record<string, string>;
  let awsCli: string;
  let synthesized: string;

  const run = (program: string, args: readonly string[], cwd = work) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      encoding: "utf8",
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status, stdout, stderr };
  };
  const said = (program: string, args: readonly string[], cwd?: string): string => {
    const { status, stdout, stderr } = run(program, args, cwd);
    if (status !== 0)
      throw new Error(`${program} ${args[0]} ended with ${status}: ${stderr}${stdout.slice(-2000)}`);
    return stdout;
  };
  const stackDir = () => join(synthesized, "stacks", STACK);
  const terraform = (...args: string[]): string => said("terraform", [...args, "-no-color"], stackDir());
  const call = <T>(...args: string[]): T =>
    JSON.parse(said(awsCli, [...args, "--output", "json"]) || "null") as T;
  /** The state as Terraform wrote it: to have it shown takes a start of the provider each time. */
  const stateFile = () => join(dirname(synthesized), ".sandbox/state", `${STACK}.tfstate`);
  const one = (address: string): Readonly<Record<string, unknown>> => {
    const { resources } = JSON.parse(readFileSync(stateFile(), "utf8")) as { resources: Resource[] };
    const found = resources.find(({ type, name }) => `${type}.${name}` === address);
    if (!found) throw new Error(`${address} is not in the state`);
    return found.instances[0].attributes;
  };
  const secretOf = (name: string): string =>
    call<{ SecretString: string }>(
      ...["secretsmanager", "get-secret-value", "--secret-id"],
      String(one(`aws_secretsmanager_secret_version.${name}`)["secret_id"]),
    ).SecretString;

  beforeAll(async () => {
    aws = await startAws();
    const cliConfig = join(work, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    env = { ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
    awsCli = join(dirname((await ensurePython(DEFAULT_DIR)).python), "aws");
    // The one thing that must be there before: a certificate, whose ARN AWS makes up.
    const domain = "mlflow.sandbox.example.org";
    const { CertificateArn } = call<{ CertificateArn: string }>(
      "acm",
      "request-certificate",
      "--domain-name",
      domain,
    );
    const configs = repositoryConfigs();
    const environments = configs.environments.map((each) =>
      each.id === "sandbox" && each.mlflow?.service
        ? {
            ...each,
            mlflow: { ...each.mlflow, service: { ...each.mlflow.service, certificateArn: CertificateArn } },
          }
        : each,
    );
    synthesized = synthesize({ ...configs, environments }).dir;
    terraform("init", "-input=false");
  }, 3 * MINUTES);
  afterAll(() => aws?.stop());

  it(
    "is applied whole, in one go",
    () => {
      const declared = JSON.parse(readFileSync(join(stackDir(), "cdk.tf.json"), "utf8")) as {
        resource: Record<string, Record<string, unknown>>;
      };
      const count = Object.values(declared.resource).flatMap((each) => Object.keys(each)).length;
      expect(count).toBeGreaterThan(100);
      const applied = terraform("apply", "-input=false", "-auto-approve", "-parallelism=30");
      expect(applied).toContain(`Apply complete! Resources: ${count} added, 0 changed, 0 destroyed.`);
    },
    7 * MINUTES,
  );

  it(
    "has nothing left to change: the second plan is empty, and its state and plan hold no secret",
    () => {
      expect(terraform("plan", "-input=false", "-out=second.tfplan")).toContain("No changes.");
      const logins = LOGINS.map((login) => (JSON.parse(secretOf(login)) as { password: string }).password);
      const secrets = [...logins, ...secretOf("mlflow_session_keys").split(",")];
      const written = readFileSync(stateFile(), "utf8") + terraform("show", "-json", "second.tfplan");
      for (const secret of secrets) {
        expect(secret.length).toBeGreaterThanOrEqual(32);
        expect(written).not.toContain(secret);
      }
    },
    3 * MINUTES,
  );

  it("lets the three logins of the secrets reach one server, whose owner's password RDS keeps", () => {
    const database = one("aws_db_instance.mlflow");
    const uris = LOGINS.map((login) => new URL((JSON.parse(secretOf(login)) as { uri: string }).uri));
    expect(uris.map(({ hostname }) => hostname)).toEqual(Array(3).fill(database["address"]));
    expect(uris.map(({ pathname }) => pathname)).toEqual(["/mlflow", "/gate", "/mlflow"]);
    expect(database["password"] ?? null).toBeNull();
    expect(database["master_user_secret"]).toHaveLength(1);
  });

  it(
    "shows what somebody weakened behind Terraform's back, and which rule says so",
    () => {
      const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
      if (!environment) throw new Error("configs/ declare no sandbox");
      // Network: the gate reached by everybody.
      const group = String(one("aws_security_group.mlflow_service")["id"]);
      const opened = ["--group-id", group, "--protocol", "tcp", "--port", "8080", "--cidr", "0.0.0.0/0"];
      call("ec2", "authorize-security-group-ingress", ...opened);
      // Artifacts: an overwrite leaves no trace.
      const bucket = names(environment).artifactsBucket;
      said(awsCli, [
        ...["s3api", "put-bucket-versioning", "--bucket", bucket],
        ...["--versioning-configuration", "Status=Suspended"],
      ]);
      // Programs: another image than was reviewed.
      const task = "aws_ecs_task_definition.mlflow_service";
      const { family, container_definitions: containers, ...rest } = one(task);
      const other = JSON.parse(String(containers)) as { image: string }[];
      for (const each of other) each.image = each.image.replace(/@sha256:.*/, ":latest");
      mkdirSync(join(work, "ecs"), { recursive: true });
      const file = join(work, "ecs/task.json");
      writeFileSync(file, JSON.stringify(other));
      const { taskDefinition } = call<{ taskDefinition: { taskDefinitionArn: string } }>(
        ...["ecs", "register-task-definition", "--family", String(family), "--network-mode", "awsvpc"],
        ...["--cpu", String(rest["cpu"]), "--memory", String(rest["memory"])],
        ...["--requires-compatibilities", "FARGATE", "--container-definitions", `file://${file}`],
      );
      const service = one("aws_ecs_service.mlflow");
      call(
        ...[
          "ecs",
          "update-service",
          "--cluster",
          String(service["cluster"]),
          "--service",
          String(service["name"]),
        ],
        ...["--task-definition", taskDefinition.taskDefinitionArn],
      );

      const looked = evidence(["drift", STACK, "--synthesized", synthesized, "--json"], env);
      expect({ code: looked.code, stderr: looked.stderr }).toMatchObject({ code: 2 });
      const { changes, findings } = JSON.parse(looked.stdout) as Report;
      const outside = changes.filter(({ cause }) => cause === "console").map(({ address }) => address);
      // These and no other: what AWS adds by itself, or tells twice, is no change.
      expect(outside.sort()).toEqual(
        [
          "aws_ecs_service.mlflow",
          "aws_s3_bucket_versioning.mlflow_artifacts",
          "aws_security_group.mlflow_service",
        ].map((address) => `${STACK}/${address}`),
      );
      const weakened = findings
        .filter(({ effect }) => effect === "weakens")
        .map(({ rule, address }) => `${rule} ${address}`);
      expect(weakened).toEqual(
        expect.arrayContaining([
          `artifacts-versioned ${STACK}/aws_s3_bucket.mlflow_artifacts`,
          `gate-in-front ${STACK}/aws_ecs_service.mlflow`,
          `gate-behind-load-balancer ${STACK}/aws_security_group.mlflow_service`,
        ]),
      );
    },
    4 * MINUTES,
  );

  it(
    "keeps what holds evidence when the stack is destroyed",
    () => {
      const { status, stderr } = run(
        "terraform",
        ["destroy", "-auto-approve", "-no-color", "-input=false", "-refresh=false"],
        stackDir(),
      );
      expect(status).toBe(1);
      expect(stderr).toContain("Instance cannot be destroyed");
      expect(one("aws_db_instance.mlflow")["deletion_protection"]).toBe(true);
    },
    MINUTES,
  );
});
