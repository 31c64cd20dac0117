import { join } from "node:path";
import { loadConfigs, type Configs } from "../../configs";
import { EXIT, UserError } from "../../errors";
import { createApp } from "../../stacks/app";
import { up, type World } from "../world";
import { Bundle } from "./bundle";
import { EvidenceChain } from "./chain";
import { Drift } from "./drift";
import { archive, checkpointsOf, describeModel, logInferences } from "./inference";
import { Infrastructure } from "./infrastructure";
import { Office } from "./office";
import { PullRequest } from "./pull-request";
import { shiftPopulation } from "./population";
import { askQueries, compareRegistry, verifyRecords } from "./questions";
import { Release } from "./release";
import { Answer } from "./respond";
import { Sealing } from "./sealing";
import { asTold, Story } from "./story";

/** `npm start`: the main job of the product on this machine, for real, told in parts. */
const ROOT = join(__dirname, "../..");
const CONFIGS = join(ROOT, "configs");
const SYNTHESIZED = join(ROOT, "cdktf.out");
const STACKS = join(SYNTHESIZED, "stacks");

async function tell(story: Story, signal: AbortSignal): Promise<Bundle> {
  const configs = await story.part("Configs", async () => loadConfigs(CONFIGS), describeConfigs);
  const environment = only(configs.environments, "sandbox");
  const system = only(configs.systems, "credit-scoring");
  const from = today();
  await story.part(
    "Synthesis",
    async () => synthesize(configs),
    (stacks) => `${stacks} stacks of Terraform in cdktf.out`,
  );
  const world = await story.part(
    "Embedded world",
    (at) => up({ signal, progress: ({ part, state }) => at(`${part} ${state}`) }),
    describeWorld,
  );

  const infrastructure = new Infrastructure(world, environment, STACKS);
  await story.part("Vault", (at) => infrastructure.applyVault(at), asTold);
  await story.part("Datadog stacks", (at) => infrastructure.applyDatadogStacks(configs, at), asTold);

  const checkpoints = await checkpointsOf(world, environment, system);
  const office = await Office.of(world, environment, system, checkpoints.publicKeyPem);
  const chain = new EvidenceChain(office, SYNTHESIZED);
  await story.part("Reviewed deploy", (at) => chain.deployReviewed(at), asTold);
  const release = new Release(office);
  const usual = await story.part("Model, as usual", () => release.trainAsUsual(), describeModel);
  await story.part("Promotion, refused", () => release.refuse(usual), asTold);
  const model = await story.part("Model, with evidence", () => release.trainWhole(), describeModel);
  await story.part("Approval", () => release.approve(model), asTold);
  await story.part("Promotion, accepted", () => release.promote(model), asTold);
  await story.part("Registry", () => compareRegistry(office), asTold);
  await story.part("Inferences", () => logInferences(world, environment, system, model, checkpoints), asTold);
  await story.part("Archive", () => archive(world), asTold);
  const logged = new Date();
  await story.part(
    "Shifted population",
    () => shiftPopulation({ world, stacksDir: STACKS }, environment, system, model),
    asTold,
  );

  const sealing = new Sealing(office);
  await story.part("Seal", () => sealing.seal(), asTold);
  await story.part("Deletion", () => infrastructure.refuseDeletion(), asTold);
  await story.part("Queries", () => askQueries(office, from, today()), asTold);

  const bundle = new Bundle(office);
  await story.part("Export", () => bundle.export(from, today()), asTold);
  await story.part("Verification", () => bundle.verify(), asTold);
  await story.part("Tampering, bundle", () => bundle.noticeTampering(), asTold);
  await story.part("Tampering, archive", () => sealing.noticeTampering(from, today()), asTold);
  await story.part("Records", () => verifyRecords(office), asTold);
  const pullRequest = new PullRequest(office, CONFIGS, SYNTHESIZED);
  await story.part("Pull request", (at) => pullRequest.review(at), asTold);
  const drift = new Drift(office, SYNTHESIZED);
  await story.part("Drift", (at) => drift.find(at), asTold);

  await story.part("Copies and risk register", (at) => chain.watch(logged, at), asTold);
  await story.part("Chain", () => chain.follow(bundle.dir, model), asTold);
  await story.part("Chain, broken", () => chain.noticeSwap(bundle.dir, model, usual), asTold);
  const answer = new Answer(office, SYNTHESIZED);
  await story.part("Answer to an authority", () => answer.give(from, today()), asTold);
  await story.part("Answer, verified", () => answer.verify(from, today()), asTold);
  await story.part("Answer, one person", () => answer.giveForOnePerson(from, today(), bundle.dir), asTold);
  await story.part("Answer, tampered", () => answer.noticeDropped(), asTold);
  return bundle;
}

const today = (): string => new Date().toISOString().slice(0, 10);

const describeConfigs = ({ systems, environments }: Configs): string =>
  `${systems.map(({ id }) => id).join(", ")} in ${environments.map(({ id }) => id).join(", ")}`;

const describeWorld = ({ urls }: World): string =>
  `AWS ${urls.aws}, MLflow behind its gate ${urls.gate}, Datadog stand-in ${urls.datadog}, time stamps ${urls.timestamps}`;

function synthesize(configs: Configs): number {
  const app = createApp(configs, SYNTHESIZED);
  app.synth();
  return app.node.children.length;
}

function only<T extends { id: string }>(items: readonly T[], id: string): T {
  const item = items.find((each) => each.id === id);
  if (!item) throw new Error(`configs/ of this repository declare no ${id}`);
  return item;
}

async function main(): Promise<number> {
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => interrupted.abort(new Error(`stopped by ${name}`)));
  const story = new Story();
  try {
    const { dir } = await tell(story, interrupted.signal);
    console.log(`\n${story.table()}\n`);
    console.log(`Bundle:  ${dir}\nReport:  ${join(dir, "report.html")}`);
    console.log(
      "The embedded world stays up (. .sandbox/env.sh points a shell at it); npm run stop ends it.",
    );
    return EXIT.ok;
  } catch (error) {
    console.log(`\n${story.table()}\n`);
    if (error instanceof UserError) console.error(error.message);
    else console.error(error);
    return error instanceof UserError ? error.exitCode : interrupted.signal.aborted ? EXIT.user : EXIT.bug;
  }
}

void main().then((code) => (process.exitCode = code));
