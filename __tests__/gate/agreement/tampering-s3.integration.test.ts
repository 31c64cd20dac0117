import { loadConfigs } from "../../../configs";
import { migrate, placeOn, serve, type Place, type RunningMlflow } from "../../images/migration";
import type { Training } from "../decisions/training";
import { ArtifactBucket } from "./artifact-bucket";
import { TamperedWorld, type Run } from "./tampered-world";

jest.setTimeout(400_000);

const NAME = "credit-scoring";

/** What was done to an object of the bucket behind the gate's and MLflow's back, and how it is undone. */
interface Tampering {
  readonly what: string;
  /** Below the folder of the model that is in production. */
  readonly file: string;
  readonly by: (bucket: ArtifactBucket, artifact: string) => Promise<void>;
  /** What is said of the file. */
  readonly said: RegExp;
  readonly undo: (bucket: ArtifactBucket, artifact: string) => Promise<void>;
}

const SHA256 = "SHA-256 [0-9a-f]{64}";

/** Puts back what was there first: it is there to be looked at, whatever was put over it. */
async function putBackTheFirst(bucket: ArtifactBucket, artifact: string): Promise<void> {
  const first = (await bucket.versions(artifact)).at(-1);
  if (first === undefined) throw new Error(`no version of ${artifact}`);
  await bucket.putBack(artifact, first);
}

const TAMPERINGS: readonly Tampering[] = [
  {
    what: "an object was overwritten with other bytes",
    file: "data/model.pkl",
    by: (bucket, artifact) => bucket.put(artifact, "other weights"),
    said: new RegExp(
      `^data/model\\.pkl was replaced: it was 5 bytes of ${SHA256}, and is 13 bytes of ${SHA256}$`,
    ),
    undo: putBackTheFirst,
  },
  {
    what: "an object was overwritten with as many other bytes",
    file: "data/model.pkl",
    by: (bucket, artifact) => bucket.put(artifact, "fir5t"),
    said: new RegExp(
      `^data/model\\.pkl was replaced: it was 5 bytes of ${SHA256}, and is 5 bytes of ${SHA256}$`,
    ),
    undo: putBackTheFirst,
  },
  {
    what: "an object was deleted",
    file: "MLmodel",
    by: (bucket, artifact) => bucket.remove(artifact),
    said: new RegExp(`^MLmodel is gone: it was \\d+ bytes of ${SHA256}$`),
    undo: putBackTheFirst,
  },
  {
    what: "an object was added among the model's",
    file: "data/sitecustomize.py",
    by: (bucket, artifact) => bucket.put(artifact, "import os"),
    said: new RegExp(`^data/sitecustomize\\.py was added: 9 bytes of ${SHA256}$`),
    undo: (bucket, artifact) => bucket.remove(artifact),
  },
];

describe("The detector, at a gate before a real MLflow whose artifacts lie in S3", () => {
  let bucket: ArtifactBucket;
  let place: Place;
  let world: TamperedWorld;
  let released: Training;
  let missing: string | undefined;

  beforeAll(async () => {
    const { environments } = loadConfigs("configs");
    const environment = environments.find(({ id }) => id === "sandbox");
    if (environment === undefined) throw new Error("no environment sandbox");
    bucket = await ArtifactBucket.make(environment);
    const started = await TamperedWorld.start(async (postgres) => {
      place = await placeOn(postgres);
      const { code, output } = await migrate(place);
      if (code !== 0) throw new Error(output);
      return { mlflow: place.mlflow.uri, artifacts: bucket.store };
    });
    if ("missing" in started) {
      missing = started.missing;
      console.warn(`skipped: tampering with the artifact bucket: ${missing}`);
      return;
    }
    world = started;
    released = await world.release("first", "champion", "stage");
  });
  afterAll(async () => {
    await world?.stop();
    await bucket?.stop();
  });

  /** A test that says nothing where there is no PostgreSQL: the reason was printed. */
  const inTheWorld = (what: string, check: () => Promise<void>) =>
    test(what, async () => {
      if (missing === undefined) await check();
    });

  const artifact = (file: string) => `${released.experiment}/models/${released.model}/artifacts/${file}`;

  /** One finding, that names the file: printed, recorded, told. */
  function expectNamed(run: Run, said: RegExp): void {
    expect({ exitCode: run.exitCode, found: run.found }).toEqual({
      exitCode: 2,
      found: [`artifacts-changed ${released.version}`],
    });
    expect(run.record.outcome).toBe("disagrees");
    expect(run.record.findings).toEqual([
      expect.objectContaining({
        ...{ code: "artifacts-changed", model: NAME, version: released.version, told: true },
        things: [expect.stringMatching(said)],
      }),
    ]);
    const [thing = ""] = run.record.findings[0]?.things ?? [];
    expect(run.said.stdout).toContain(thing);
    const tags = ["registry_check:new", "disagreement:artifacts-changed", `registered_model:${NAME}`];
    expect(run.events).toEqual([
      expect.objectContaining({
        text: expect.stringContaining(`- ${thing}`),
        tags: expect.arrayContaining([...tags, `model_version:${released.version}`, "env:sandbox"]),
      }),
    ]);
  }

  function expectRecovered({ exitCode, record, events }: Run): void {
    expect({ exitCode, outcome: record.outcome, findings: record.findings }).toEqual({
      ...{ exitCode: 0, outcome: "agrees", findings: [] },
    });
    expect(
      events.map(({ title, tags }) => ({ title, recovered: tags.includes("registry_check:recovered") })),
    ).toEqual([
      {
        title: `[EU AI Act] Records and registry agree again: ${NAME} version ${released.version} (artifacts-changed)`,
        recovered: true,
      },
    ]);
  }

  inTheWorld("agrees with what the gate let in: the artifacts are objects of the bucket", async () => {
    const { exitCode, record, events } = await world.detect();
    expect({ exitCode, events, findings: record.findings }).toEqual({
      exitCode: 0,
      events: [],
      findings: [],
    });
    const [only, ...others] = await bucket.versions(artifact("data/model.pkl"));
    expect(others).toEqual([]);
    expect(await bucket.read(artifact("data/model.pkl"), only!)).toBe("first");
  });

  for (const { what, file, by, said, undo } of TAMPERINGS)
    inTheWorld(`${what}: found within one run, named, recorded, told; and that it was put back`, async () => {
      await by(bucket, artifact(file));
      expectNamed(await world.detect(), said);
      await undo(bucket, artifact(file));
      expectRecovered(await world.detect());
    });

  inTheWorld("what was overwritten is still there, and so is what it was overwritten with", async () => {
    const weights = artifact("data/model.pkl");
    const before = await bucket.versions(weights);
    await bucket.put(weights, "other weights");
    const [forged, ...others] = await bucket.versions(weights);
    expect(others).toEqual(before);
    expect(await bucket.read(weights, others.at(-1)!)).toBe("first");
    await putBackTheFirst(bucket, weights);
    expect(await bucket.read(weights, forged!)).toBe("other weights");
    expect((await world.detect()).exitCode).toBe(0);
  });

  inTheWorld("a deletion hides an object, and keeps it", async () => {
    const manifest = artifact("MLmodel");
    await bucket.remove(manifest);
    const [marker, kept] = await bucket.versions(manifest);
    expect([marker?.isMarker, kept?.isMarker]).toEqual([true, false]);
    expect(await bucket.read(manifest, kept!)).toContain(released.model);
    await bucket.putBack(manifest, kept!);
    expect((await world.detect()).exitCode).toBe(0);
  });

  describe("asked through the job's own MLflow, whose login can only read", () => {
    let sidecar: RunningMlflow | undefined;
    beforeAll(async () => {
      if (missing !== undefined) return;
      const { destination, env } = bucket.store;
      const started = await serve(place.reader, destination, env);
      if (!("url" in started)) throw new Error(started.output);
      sidecar = started;
    });
    afterAll(() => sidecar?.stop());

    for (const { what, file, by, said, undo } of TAMPERINGS)
      inTheWorld(`${what}: found as well`, async () => {
        await by(bucket, artifact(file));
        expectNamed(await world.detect(sidecar?.url), said);
        await undo(bucket, artifact(file));
        expectRecovered(await world.detect(sidecar?.url));
      });
  });
});
