import { containersIn, mlflowStack } from "./with-service";

const PASSWORD_OF_THE_OWNER = "${aws_db_instance.mlflow.master_user_secret[0].secret_arn}";
const typesIn = (stack: ReturnType<typeof mlflowStack>) => Object.keys(stack.resource ?? {});

describe("A task of the service", () => {
  const stack = mlflowStack();
  const containers = containersIn(stack, "mlflow_service");

  it("brings the schema up, then starts MLflow, then the gate before it", () => {
    expect(Object.keys(containers)).toEqual(["migrate", "mlflow", "gate"]);
    expect(containers["gate"]).toMatchObject({
      dependsOn: [{ containerName: "mlflow", condition: "HEALTHY" }],
    });
    expect(containers["mlflow"]).toMatchObject({
      dependsOn: [{ containerName: "migrate", condition: "SUCCESS" }],
    });
  });

  it("shows MLflow to its own programs alone, and the gate to the load balancer alone", () => {
    expect(containers["mlflow"]?.command).toEqual(expect.arrayContaining(["--host", "127.0.0.1"]));
    expect(containers["mlflow"]).toMatchObject({ portMappings: [] });
    expect(stack.resource?.["aws_ecs_service"]?.["mlflow"]?.["load_balancer"]).toEqual([
      expect.objectContaining({ container_name: "gate", container_port: 8080 }),
    ]);
  });

  it("gives the database owner's password to the migration and to nobody else", () => {
    const holders = Object.values(containers)
      .filter(({ secrets }) => secrets.some(({ valueFrom }) => valueFrom === PASSWORD_OF_THE_OWNER))
      .map(({ name }) => name);
    expect(holders).toEqual(["migrate"]);
  });

  it("has no secret in plain: a definition is read by many and kept for ever", () => {
    const plain = Object.values(containers).flatMap(({ environment }) => environment.map(({ name }) => name));
    expect(plain.sort()).toEqual(["MLFLOW_DISABLE_TELEMETRY", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION"]);
  });

  it("has the gate work in the vault by the vault's own role for it", () => {
    expect(containers["gate"]?.command).toEqual(
      expect.arrayContaining([
        "--vault-role",
        "arn:aws:iam::210987654321:role/ai-act-evidence-production-gate",
      ]),
    );
  });
});

describe("What the config may choose", () => {
  it("runs nothing before images are pushed, and keeps the stores and their alarms", () => {
    const types = typesIn(mlflowStack({}, ["images"]));
    for (const type of ["ecs_service", "ecs_task_definition", "scheduler_schedule", "appautoscaling_target"])
      expect(types).not.toContain(`aws_${type}`);
    expect(types).toEqual(
      expect.arrayContaining(["aws_ecs_cluster", "aws_db_instance", "aws_cloudwatch_metric_alarm"]),
    );
  });

  it("leaves all jobs to CI, or none", () => {
    const stack = mlflowStack({ scheduledBy: "ci" });
    expect(typesIn(stack)).not.toContain("aws_scheduler_schedule");
    expect(Object.keys(stack.resource?.["aws_ecs_task_definition"] ?? {})).toEqual(["mlflow_service"]);
  });

  it("tells nobody where there is no Datadog key, and asks for no such secret", () => {
    const stack = mlflowStack({}, ["datadogApiKeySecretArn", "datadogAppKeySecretArn"]);
    expect(containersIn(stack, "mlflow_service")["gate"]?.secrets.map(({ name }) => name)).toEqual([
      "EVIDENCE_GATE_SESSION_KEYS",
      "EVIDENCE_GATE_STATE",
    ]);
    expect(containersIn(stack, "mlflow_job_seal")["job"]?.secrets).toEqual([]);
  });

  it("runs one task for a trial, two where the service has to be there", () => {
    const fewest = (settings: Parameters<typeof mlflowStack>[0]) =>
      mlflowStack(settings).resource?.["aws_appautoscaling_target"]?.["mlflow"]?.["min_capacity"];
    expect([fewest({ highlyAvailable: false }), fewest({ highlyAvailable: true })]).toEqual([1, 2]);
  });

  it("starts MLflow's own job runner only where somebody asks for it", () => {
    const asked = containersIn(mlflowStack({ jobExecution: true }), "mlflow_service")["mlflow"];
    expect(asked?.environment).toContainEqual({ name: "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", value: "true" });
  });

  it("pulls an image of another registry without rights on ours", () => {
    const digest = `sha256:${"ab".repeat(32)}`;
    const elsewhere = `registry.example.org/team/image@${digest}`;
    const stack = mlflowStack({ images: { mlflow: elsewhere, gate: elsewhere, jobs: elsewhere } });
    const { policy } = stack.resource?.["aws_iam_role_policy"]?.["mlflow_execution"] ?? {};
    expect(String(policy)).not.toContain("ecr:");
  });
});
