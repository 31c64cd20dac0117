import { createReadStream } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { createGunzip, gzipSync } from "node:zlib";
import { artifactDigest } from "../../clients/node";
import { names, stackName } from "../../configs";
import { EXIT, storyUnexpected } from "../../errors";
import type { ChainAnswer } from "../../evidence/chain";
import { GENESIS, logLine, type Art12Event } from "../../evidence/event";
import { environmentKey } from "../../evidence/signing";
import { startAtlassian } from "../atlassian/server";
import { embeddedS3 } from "../aws/client";
import type { TrainedModel } from "../credit/training";
import { childEnvironment } from "../world";
import { evidence, expectStatus } from "./evidence-cli";
import type { Office } from "./office";
import type { Result } from "./story";
import { copyVault } from "./vault-copy";

const MINUTE_MS = 60_000;
const ATLASSIAN = { email: "door@example.com", token: "token-of-the-sandbox" };

/** From one real decision to the approver: every link looked at; and once more where a version was swapped. */
export class EvidenceChain {
  constructor(
    private readonly office: Office,
    /** Synthesized stacks. */
    private readonly synthesized: string,
  ) {}

  /** The vault's stack goes the way of every change: planned, reviewed, and applied from the reviewed plan. Once a world. */
  async deployReviewed(at: (text: string) => void): Promise<Result> {
    const { environment, keyRing, world, evidence: run } = this.office;
    const stack = stackName.evidenceVault(environment.id);
    const where = ["--environment", environment.id];
    const before = await run("records", "list", ...where, "--stream", "ci-deploy", "--json");
    if (before.status === EXIT.ok && before.stdout.includes(`"${stack}"`))
      return `${stack} was deployed from a reviewed plan in an earlier start`;
    const plans = join(world.dir, "reviewed");
    at("evidence plan");
    const planned = await run("plan", stack, "--synthesized", this.synthesized, "--out", plans, "--json");
    expectStatus("evidence plan", planned, EXIT.ok);
    at("evidence review");
    const reviewed = await run(
      ...[
        "review",
        plans,
        "--head",
        this.synthesized,
        ...where,
        "--fail-on",
        "none",
        "--actor",
        "npm-start",
        "--json",
      ],
      ...["--signing-key", environmentKey(environment, "ci-review")],
    );
    expectStatus("evidence review", reviewed, EXIT.ok);
    at("evidence apply");
    const applied = await run(
      ...[
        "apply",
        plans,
        ...where,
        "--keys",
        keyRing,
        "--synthesized",
        this.synthesized,
        "--actor",
        "npm-start",
        "--json",
      ],
      ...["--signing-key", environmentKey(environment, "ci-deploy")],
    );
    expectStatus("evidence apply", applied, EXIT.ok);
    await rm(plans, { recursive: true, force: true });
    return `${stack}: planned, reviewed and applied from the reviewed plan, each recorded`;
  }

  /**
   * What Datadog knows is copied, and the alerts are brought into the risk register, as jobs do every day.
   * @param logged when the last decision was archived: copies end on a whole minute, and this one is to reach beyond it
   */
  async watch(logged: Date, at: (text: string) => void): Promise<Result> {
    at("waiting for the minute of the last decision to end");
    await pause(Math.max(0, Math.ceil((logged.getTime() + 1) / MINUTE_MS) * MINUTE_MS - Date.now()));
    const { environment, keyRing } = this.office;
    const where = ["--environment", environment.id, "--keys", keyRing];
    const { world } = this.office;
    const env = { ...childEnvironment(world.variables), DD_HOST: world.urls.datadog };
    at("evidence snapshot monitoring");
    // The stand-in's searches have everything at once.
    const settled = ["--settled-after-minutes", "0", "--json"];
    const copied = await evidence(["snapshot", "monitoring", ...where, ...settled], env);
    expectStatus("evidence snapshot monitoring", copied, EXIT.ok);
    at("evidence risk-register deliver");
    const register = await startAtlassian(ATLASSIAN);
    try {
      const delivered = await evidence(
        // The first copy reaches a day back.
        ["risk-register", "deliver", ...where, "--source", "vault", "--from", hoursAgo(12), "--json"],
        {
          ...env,
          ...{
            ATLASSIAN_EMAIL: ATLASSIAN.email,
            ATLASSIAN_API_TOKEN: ATLASSIAN.token,
            ATLASSIAN_URL: register.url,
          },
        },
      );
      expectStatus("evidence risk-register deliver", delivered, EXIT.ok);
    } finally {
      await register.stop();
    }
    return "monitors and alerts copied into the vault; every alert of the system is an entry of the risk register";
  }

  /** One decision of this start, with MLflow asked beside the vault. */
  async follow(bundle: string, model: TrainedModel): Promise<Result> {
    const { world, environment, keyRing, timestamps } = this.office;
    const { event_id: event } = await this.#decisionIn(bundle, model);
    const page = join(world.dir, "chain.html");
    const result = await this.office.evidence(
      ...["chain", "--environment", environment.id, "--configs", world.repository.configs, "--keys", keyRing],
      ...[
        "--event",
        event,
        "--gate",
        world.urls.gate,
        "--timestamp-ca",
        timestamps.ca,
        "--html",
        page,
        "--json",
      ],
    );
    const answer = answerOf(result.stdout);
    const open = (answer?.chains[0]?.links ?? []).filter(({ verdict }) => verdict !== "met");
    if (result.status !== EXIT.ok || answer === undefined)
      throw storyUnexpected(
        "evidence chain",
        "every link to be met",
        open.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`).join("\n") || result.stderr,
      );
    const [chain] = answer.chains;
    return `event ${event}: ${chain?.links.length} of ${chain?.links.length} links met (${chain?.links.map(({ id }) => id).join(", ")}), approved by ${factOf(answer, "approval", "Approved by")}; page: ${page}`;
  }

  /** In a copy of the vault, an application says that it runs the approved version, and has loaded the refused one. */
  async noticeSwap(bundle: string, model: TrainedModel, refused: TrainedModel): Promise<Result> {
    const { world, environment, keyRing } = this.office;
    const copy = join(world.dir, "swapped-vault");
    const { vaultBucket, archivePath } = names(environment);
    const s3 = embeddedS3(world.urls.aws);
    const plain = ["records/", "timestamps/", "index/", "documentation/"];
    await copyVault(s3, vaultBucket, copy, { versioned: `${archivePath}/`, plain });
    s3.destroy();
    const event = await this.#swapped(copy, await this.#decisionIn(bundle, model), refused);
    const result = await this.office.evidence(
      ...["chain", "--environment", environment.id, "--configs", world.repository.configs, "--keys", keyRing],
      ...["--event", event, "--dir", copy, "--source-dir", copy, "--json"],
    );
    const answer = answerOf(result.stdout);
    const link = answer?.chains[0]?.links.find(({ id }) => id === "model-version");
    if (result.status !== EXIT.finding || link?.verdict !== "broken")
      throw storyUnexpected(
        "evidence chain",
        "exit 2 and the model version to be broken",
        `exit ${result.status}\n${result.stdout}${result.stderr}`,
      );
    await rm(copy, { recursive: true, force: true });
    return `in a copy of the vault, the version swapped: model-version is broken. ${link.reason}`;
  }

  /** The first decision of the version that the bundle holds. */
  async #decisionIn(bundle: string, { model_version: version }: TrainedModel): Promise<Inference> {
    const lines = createInterface({
      input: createReadStream(join(bundle, "events.ndjson.gz")).pipe(createGunzip()),
    });
    for await (const line of lines) {
      const event = JSON.parse(line) as Art12Event;
      if (event.type === "inference" && event.model.version === version) return event;
    }
    throw storyUnexpected("the bundle", `a decision of version ${version}`, "none");
  }

  /** Puts an entry beside the real ones, of a process of its own; everything in it is in order but what was loaded. */
  async #swapped(copy: string, decision: Inference, refused: TrainedModel): Promise<string> {
    const { environment } = this.office;
    const event: Inference = {
      ...decision,
      event_id: `${decision.event_id.slice(0, -4)}ffff`,
      model: {
        ...decision.model,
        run_id: refused.run_id,
        artifact_sha256: await artifactDigest(refused.artifact_dir),
      },
      emitter: { ...decision.emitter, id: "credit-scoring.swapped", sequence: 1, prev: GENESIS },
    };
    const { art12, service, status, message, ddtags } = logLine(event);
    const line = {
      date: event.time,
      service,
      source: "ai-act-evidence",
      status,
      message,
      tags: ddtags.split(","),
      attributes: { art12 },
    };
    const [day, hour] = [event.time.slice(0, 10).replaceAll("-", ""), event.time.slice(11, 13)];
    const file = join(
      copy,
      names(environment).archivePath,
      `dt=${day}`,
      `hour=${hour}`,
      `archive_${hour}0000.0000.swapped.json.gz`,
    );
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, gzipSync(`${JSON.stringify(line)}\n`));
    return event.event_id;
  }
}

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 60 * MINUTE_MS).toISOString();

type Inference = Extract<Art12Event, { type: "inference" }>;

function answerOf(stdout: string): ChainAnswer | undefined {
  try {
    return JSON.parse(stdout) as ChainAnswer;
  } catch {
    return undefined;
  }
}

const factOf = ({ chains }: ChainAnswer, link: string, label: string): string | undefined =>
  chains[0]?.links.find(({ id }) => id === link)?.facts.find((fact) => fact.label === label)?.value;
