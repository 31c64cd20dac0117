import { z } from "zod";
import { DEFAULTS } from "./defaults";
import { eachOnce, fitsFargate, isRange } from "./mlflow-service-checks";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";

const { mlflowService } = DEFAULTS;

/** A tag can be made to point elsewhere; what runs is what was reviewed. */
const image = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:\d+)?\/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$/,
    "an image by its digest: `<registry>/<repository>@sha256:<64 hex digits>`",
  );

const images = z
  .strictObject({
    mlflow: image.describe("MLflow (images/mlflow/Dockerfile)."),
    gate: image.describe("The gate, with the configs it was built with (images/gate/Dockerfile)."),
    jobs: image.describe("The command line for scheduled jobs (images/jobs/Dockerfile)."),
  })
  .describe(
    "What runs, by digest. Left out before the first images are pushed: then network, stores and repositories are there, and nothing runs.",
  );

const cidr = z.cidrv4().superRefine(isRange).describe("IPv4 range in CIDR notation.");

const createdNetwork = z
  .strictObject({
    kind: z.literal("create"),
    cidr: cidr.default(mlflowService.cidr),
    availabilityZones: z
      .array(z.string().regex(/^[a-f]$/, "the letter of an availability zone, such as `a`"))
      .min(2)
      .max(3)
      .default([...mlflowService.availabilityZones])
      .describe("Letters of the availability zones, behind the region's name."),
  })
  .superRefine((value, ctx) => {
    const given = value?.cidr;
    const bits = Number(given?.split("/")[1]);
    if (given !== undefined && (bits < 16 || bits > 24))
      breaks(ctx, given, ["cidr"], {
        rule: "network-has-room",
        needed:
          "a range of /16 to /24: AWS takes no larger one, and a smaller one has no room for six subnets",
        fix: `for example ${mlflowService.cidr}`,
      });
    const zones = value?.availabilityZones ?? [];
    if (new Set(zones).size !== zones.length)
      breaks(ctx, zones.join(", "), ["availabilityZones"], {
        rule: "zones-differ",
        needed: "each availability zone once: two of the same fail together",
        fix: "name another one",
      });
  }, EVEN_WHEN_OTHERS_FAIL);

const subnetId = z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet");

const existingNetwork = z.strictObject({
  kind: z.literal("existing"),
  vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC"),
  privateSubnetIds: z
    .array(subnetId)
    .min(2)
    .superRefine(eachOnce)
    .describe(
      "Subnets of tasks and database, in two zones at least; they reach the identity provider by a route of yours.",
    ),
  loadBalancerSubnetIds: z
    .array(subnetId)
    .min(2)
    .superRefine(eachOnce)
    .describe("Subnets of the load balancer: public ones where `exposure` is `internet`."),
});

const scheduled = z
  .enum(["eventbridge", "ci"])
  .default(mlflowService.jobs)
  .describe(
    "Who starts the scheduled jobs: EventBridge Scheduler in this stack, or the workflow `.github/workflows/scheduled-jobs.yml`.",
  );

/** The MLflow server and the gate as a service of AWS, for `mlflow.service` of an environment. */
export const mlflowServiceSchema = z
  .strictObject({
    images: images.optional(),
    network: z.discriminatedUnion("kind", [createdNetwork, existingNetwork]).prefault({ kind: "create" }),
    exposure: z
      .enum(["internal", "internet"])
      .default(mlflowService.exposure)
      .describe("Whether the load balancer has addresses of the network, or of the internet."),
    allowedCidrs: z
      .array(cidr)
      .min(1)
      .superRefine(eachOnce)
      .describe("Ranges that may reach the load balancer. Everybody signs in at the gate besides."),
    certificateArn: z
      .string()
      .regex(
        /^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[0-9a-f-]{36}$/,
        "the ARN of a certificate in ACM",
      )
      .describe("Certificate of mlflow.publicUrl, in aws.region."),
    highlyAvailable: z
      .boolean()
      .default(mlflowService.highlyAvailable)
      .describe(
        "Database in two zones, two tasks at least, a way out in every zone. False for a trial alone.",
      ),
    size: z
      .strictObject({
        cpu: z
          .union([z.literal(1024), z.literal(2048), z.literal(4096), z.literal(8192)])
          .default(mlflowService.size.cpu),
        memoryMiB: z.int().min(2048).max(61_440).default(mlflowService.size.memoryMiB),
        workers: z
          .int()
          .min(1)
          .max(16)
          .default(mlflowService.size.workers)
          .describe("Worker processes of MLflow, about 250 MiB each."),
        mostTasks: z.int().min(1).max(20).default(mlflowService.size.mostTasks),
      })
      .superRefine(fitsFargate)
      .prefault({})
      .describe("Fargate task: CPU units, memory, and how many tasks load may bring it to."),
    database: z
      .strictObject({
        instanceClass: z
          .string()
          .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an instance class such as `db.t4g.medium`")
          .default(mlflowService.database.instanceClass),
        storageGiB: z.int().min(20).max(16_384).default(mlflowService.database.storageGiB),
        mostStorageGiB: z.int().min(20).max(65_536).default(mlflowService.database.mostStorageGiB),
        engineVersion: z
          .string()
          .regex(/^\d+(\.\d+)?$/, "a version of PostgreSQL")
          .default(mlflowService.database.engineVersion),
      })
      .prefault({})
      .describe("RDS for PostgreSQL."),
    jobExecution: z
      .boolean()
      .default(mlflowService.jobExecution)
      .describe("MLflow's own job runner: ten more processes and 2 GiB. No part of the product needs it."),
    datadogApiKeySecretArn: z
      .string()
      .regex(/^arn:aws:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\w/+=.@-]+$/, "the ARN of a secret")
      .optional()
      .describe(
        "Secret with the API key by which gate and jobs tell Datadog. Made and filled by you; left out, nobody is told.",
      ),
    datadogAppKeySecretArn: z
      .string()
      .regex(/^arn:aws:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\w/+=.@-]+$/, "the ARN of a secret")
      .optional()
      .describe(
        "Secret with an application key scoped to reading: the nightly copy of monitors, alerts and audit events asks with it.",
      ),
    logDays: z
      .union([z.literal(30), z.literal(90), z.literal(180), z.literal(365), z.literal(731), z.literal(3653)])
      .default(mlflowService.logDays)
      .describe("Days that logs of the service's programs are kept. The evidence is in the vault, not here."),
    scheduledBy: scheduled,
  })
  .superRefine((value, ctx) => {
    const { storageGiB, mostStorageGiB } = value?.database ?? {};
    if (storageGiB !== undefined && mostStorageGiB !== undefined && mostStorageGiB < storageGiB)
      breaks(ctx, mostStorageGiB, ["database", "mostStorageGiB"], {
        rule: "storage-may-grow",
        needed: `at least database.storageGiB (${storageGiB})`,
        fix: "give a larger number",
      });
    if (value?.exposure === "internal" && value.allowedCidrs?.includes("0.0.0.0/0"))
      breaks(ctx, "0.0.0.0/0", ["allowedCidrs"], {
        rule: "internal-is-not-open",
        needed: "the ranges of your networks: an internal load balancer is not for everybody",
        fix: "name them, or say `exposure: internet`",
      });
  }, EVEN_WHEN_OTHERS_FAIL)
  .describe("The service as Terraform. Left out where MLflow and gate run elsewhere.");

export type MlflowServiceConfig = z.infer<typeof mlflowServiceSchema>;
