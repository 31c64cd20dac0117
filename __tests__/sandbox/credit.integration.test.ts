import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { artifactDigest, datadogIntake, type Art12Event } from "../../clients/node";
import { runCreditApplication } from "../../sandbox/credit/application";
import { startCreditScorer } from "../../sandbox/credit/scorer";
import { trainCreditModel, type TrainedModel } from "../../sandbox/credit/training";
import { down, up, type World } from "../../sandbox/world";
import { archiveJson, BUCKET, stacksDir } from "./synthesized";

let world: World;
let model: TrainedModel;
let s3: S3Client;
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "credit-world-"));
  const stacks = await stacksDir({ "sandbox-datadog": { datadog_logs_archive: { art12: archiveJson() } } });
  world = await up({ dir, stacksDir: stacks });
  const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
  s3 = new S3Client({ endpoint: world.urls.aws, forcePathStyle: true, region: "eu-central-1", credentials });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  model = await trainCreditModel(world, { tags: { purpose: "test" } });
}, 300_000);
afterAll(async () => {
  await down({ dir: world.dir });
  await rm(world.dir, { recursive: true });
}, 60_000);

async function mlflow(path: string): Promise<Record<string, never>> {
  const response = await fetch(`${world.urls.mlflow}/api/2.0/mlflow/${path}`);
  return (await response.json()) as Record<string, never>;
}

/** The evidence strings of all archived lines. */
async function archivedEvents(): Promise<Art12Event[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "art12/dt=" }));
  const events: Art12Event[] = [];
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? "").toString("utf8");
    for (const line of text.trimEnd().split("\n"))
      events.push(JSON.parse(JSON.parse(line).attributes.art12.entry));
  }
  return events.sort((a, b) => a.emitter.sequence - b.emitter.sequence);
}

describe("the credit model in the embedded world's MLflow", () => {
  it("is a registered version of the run that trained it", async () => {
    const { model_version } = await mlflow(
      `model-versions/get?name=${model.model_name}&version=${model.model_version}`,
    );
    expect(model_version).toMatchObject({
      run_id: model.run_id,
      source: `models:/${model.model_id}`,
      status: "READY",
    });
  });

  it("has a run with results on all three sets and a digest of each set's content", async () => {
    const { run } = await mlflow(`runs/get?run_id=${model.run_id}`);
    const { data, inputs } = run as unknown as {
      data: { metrics: { key: string }[]; tags: object[] };
      inputs: { dataset_inputs: { tags: { key: string; value: string }[] }[] };
    };
    expect(data.tags).toContainEqual({ key: "purpose", value: "test" });
    const names = data.metrics.map(({ key }) => key);
    expect(names).toEqual(expect.arrayContaining(["training_roc_auc", "validation_roc_auc", "test_roc_auc"]));
    const sets = inputs.dataset_inputs.map(({ tags }) =>
      Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    );
    expect(Object.fromEntries(sets.map((tags) => [tags["mlflow.data.context"], tags["sha256"]]))).toEqual(
      model.datasets,
    );
    expect(new Set(Object.values(model.datasets)).size).toBe(3);
  });

  it("is downloaded as it was logged, without files of the download", async () => {
    expect((await readdir(model.artifact_dir)).sort()).toEqual([...model.artifact_files].sort());
    expect(model.artifact_files).toContain("MLmodel");
    expect(model.artifact_files).not.toContain("registered_model_meta");
  });

  it("is not served in a version that is not registered", async () => {
    const unknown = startCreditScorer(world, { name: model.model_name, version: "999" });
    await expect(unknown).rejects.toMatchObject({ code: "credit-program-failed" });
  }, 30_000);
});

describe("the credit application", () => {
  it("leaves a chain of Art 12 events in the bucket, from start to stop, with reviews and overrides", async () => {
    const counts = await runCreditApplication({
      world,
      system: { id: "credit-scoring", version: "1.0.0" },
      environment: "sandbox",
      role: "provider-and-deployer",
      model: { name: model.model_name, version: model.model_version },
      sink: datadogIntake({ apiKey: world.variables["DD_API_KEY"] ?? "", url: world.urls.datadog }),
      applicants: 40,
    });
    await fetch(`${world.urls.datadog}/__sandbox/flush`, { method: "POST" });
    const events = await archivedEvents();
    const ofType = (type: string): Art12Event[] => events.filter((event) => event.type === type);
    expect(events.map(({ emitter }) => emitter.sequence)).toEqual(events.map((_, index) => index + 1));
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(["emitter_start", "emitter_stop"]);
    expect(ofType("inference")).toHaveLength(40);
    expect(ofType("oversight")).toHaveLength(counts.reviewed);
    expect(counts.overridden).toBeGreaterThan(0);
    expect(counts.overridden).toBeLessThan(counts.reviewed);
    const { model_name: name, model_version: version, run_id } = model;
    const artifact_sha256 = await artifactDigest(model.artifact_dir);
    expect(ofType("inference")[0]).toMatchObject({ model: { name, version, run_id, artifact_sha256 } });
  }, 60_000);
});
