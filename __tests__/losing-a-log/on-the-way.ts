import path from "node:path";
import { datadogIntake, type Art12LoggerOptions, type Art12Sink } from "../../clients/node";
import { CALL } from "../clients/node/logger-options";
import { startIntake } from "../clients/node/intake-server";
import { bytesOf, segments, until } from "../clients/node/spool/spooling";
import { remove, set, type Edit } from "../rules/own-stacks";
import { temporaryFolder } from "../temporary";
import { addRedactingRule, isInference, joining, neverAgain, posting } from "./in-between";
import { organisation, type Organisation } from "./organisation";
import { saidBy, withoutChance, type Way } from "./way";

const HOUR_MS = 3_600_000;
const PIPELINE = "example-datadog/datadog_logs_custom_pipeline.art12";
const INDEX = "example-datadog/datadog_logs_index.art12";

/** Ways that no check of the stacks can see: an export shows the loss, or the logger tells it at once. */
export const CAUGHT_ON_THE_WAY: readonly Way[] = [
  {
    title: "The tag is sent as an attribute, past the pipeline",
    shown: async () => {
      const without = await organisation(withoutPipeline);
      return exportAfter(
        without,
        posting(without, ({ ddtags: _, ...line }) => ({ ...line, "compliance.art12": "true" })),
      );
    },
  },
  {
    title: "The process is killed with events in memory",
    shown: async () => {
      const org = await organisation();
      const log = await org.start();
      await log.inference(CALL);
      // Killed here: what is on its way to the intake gets no further, no stop is written.
      const dying = await org.start({ sink: neverAgain(org) });
      await dying.inference(CALL);
      await dying.inference(CALL);
      await log.close();
      return seen(org);
    },
  },
  {
    title: "The events come to the intake after 18 hours",
    shown: async () => {
      const org = await organisation();
      const yesterday = Date.now() - 19 * HOUR_MS;
      // An Agent's backlog: it knows of no limit, and gets its 202.
      const agent = posting(org, (line) => line);
      return exportAfter(org, agent, { clock: { now: () => yesterday } }, yesterday);
    },
  },
  {
    title: "The logger itself meets an event that is too old",
    shown: async () => {
      const org = await organisation();
      const started = Date.now();
      const clock = { now: () => started - 19 * HOUR_MS };
      const refusal = await failureOf(() =>
        org.start({ sink: datadogIntake({ apiKey: "key", url: org.datadog.url }), clock }),
      );
      await org.datadog.stop();
      return refusal;
    },
  },
  {
    title: "The machine's clock is wrong",
    shown: async () => {
      const intake = await startIntake([], undefined, () => Date.now() + 20 * HOUR_MS);
      const org = await organisation();
      const sink = datadogIntake({ apiKey: "key", url: intake.url });
      const refusal = await failureOf(() => org.start({ sink }));
      await intake.close();
      await org.datadog.stop();
      return refusal;
    },
  },
  {
    title: "An event grows beyond 1 MB",
    shown: async () => {
      const org = await organisation();
      // Something between logger and intake adds to the line: the intake cuts it, and answers 202.
      const padded = posting(org, (line) =>
        isInference(line) ? { ...line, request: "x".repeat(1_000_000) } : line,
      );
      return exportAfter(org, padded);
    },
  },
  {
    title: "An Agent or a Collector samples",
    shown: async () => {
      const org = await organisation();
      let count = 0;
      return exportAfter(
        org,
        posting(org, (line) => (isInference(line) && ++count % 2 === 0 ? undefined : line)),
      );
    },
  },
  {
    title: "An Agent joins two lines",
    shown: async () => {
      const org = await organisation();
      return exportAfter(org, joining(org));
    },
  },
  {
    title: "The archive cannot write",
    shown: async () => {
      const refusePut = () => new Error("AccessDenied: kms:GenerateDataKey");
      const org = await organisation(undefined, refusePut);
      const said = await exportAfter(org, undefined);
      const [archive] = org.datadog.status().archives;
      return `archive: ${archive?.state}, ${archive?.error}\n${said}`;
    },
  },
  {
    title: "The disk of a system that goes on is full",
    shown: async () => {
      const org = await organisation();
      const folder = path.join(temporaryFolder(), "spool");
      let isAway = true;
      const log = await org.start({
        // So small that it is full after some events, for as long as the intake is away.
        spool: {
          folder,
          whenLogCannotBeWritten: "fail-open",
          late: org.putOnce,
          maxBytes: 65_536,
          retryDelayMs: 5,
          onFault: () => undefined,
        },
        sink: posting(org, (line) => {
          if (isAway) throw new Error("away");
          return line;
        }),
      });
      while (log.dropped < 3) await log.inference(CALL);
      isAway = false;
      await until(() => bytesOf(segments(folder)) < 30_000, "there is space again");
      await log.inference(CALL);
      await log.close();
      return seen(org);
    },
  },
  {
    title: "Somebody deletes the archive in the console",
    shown: async () => {
      const org = await organisation();
      await org.byHand("DELETE", "/api/v2/logs/config/archives/art12_production");
      return exportAfter(org, undefined);
    },
  },
  {
    title: "Somebody adds a rule that redacts",
    shown: async () => {
      const org = await organisation();
      await addRedactingRule(org);
      return exportAfter(org, undefined);
    },
  },
  {
    title: "A process hangs",
    shown: async () => {
      const org = await organisation();
      const clock = { now: Date.now() - 12_000 };
      const log = await org.start({
        clock: { now: () => clock.now },
        heartbeat: { everySeconds: 1 },
      });
      await log.inference(CALL);
      // Ten seconds in which nothing is recorded: the clock goes on, the process does not.
      clock.now += 10_000;
      await log.close();
      return seen(org);
    },
  },
  {
    title: "A process is never started",
    shown: async () => {
      const org = await organisation();
      await (await org.start()).close();
      return seen(org, { atLeast: 2 });
    },
  },
  {
    title: "An operational log bears the tag",
    shown: async () => {
      const org = await organisation();
      const log = await org.start();
      await org.post([
        { message: "user logged in", service: "shop", ddtags: "compliance.art12:true,env:production" },
      ]);
      await log.close();
      return seen(org);
    },
  },
];

/** What looks like a way to lose a log and is none: the export has nothing to say. */
export const HARMLESS: readonly Way[] = [
  {
    title: "The tag is sent as an attribute",
    shown: async () => {
      const org = await organisation();
      return exportAfter(
        org,
        posting(org, ({ ddtags: _, ...line }) => ({ ...line, "compliance.art12": "true" })),
      );
    },
  },
  {
    title: "The index is over its quota",
    shown: async () => {
      const org = await organisation(set(INDEX, "daily_limit", 1));
      const said = await exportAfter(org, undefined);
      const [index] = org.datadog.status().indexes;
      return `index ${index?.name}: ${index?.indexed} indexed, ${index?.overQuota} over the quota\n${said}`;
    },
  },
];

/** A start, four decisions and a stop through a sink; then what the export says. */
async function exportAfter(
  org: Organisation,
  sink: Art12Sink | undefined,
  change: Partial<Art12LoggerOptions> = {},
  on?: number,
): Promise<string> {
  const log = await org.start({ ...(sink && { sink }), ...change });
  for (let count = 0; count < 4; count++) await log.inference(CALL);
  await log.close();
  return seen(org, { on });
}

/** Which monitors alert, and what an export says. */
async function seen(org: Organisation, of: Parameters<Organisation["exported"]>[0] = {}): Promise<string> {
  await org.datadog.flush();
  const alerts = (await org.alerts()).map((name) => `alert: ${name}`);
  const said = saidBy(await org.exported(of)) || "(the export has no doubt and no finding)";
  return [...alerts, said].join("\n");
}

const withoutPipeline: Edit = (stacks) => {
  remove(PIPELINE)(stacks);
  remove("example-datadog/datadog_logs_pipeline_order.art12_first")(stacks);
};

/** The words of the error that a call fails with. */
async function failureOf(call: () => Promise<unknown>): Promise<string> {
  const failed = await call().then(
    () => new Error("it did not fail"),
    (error: unknown) => error as Error,
  );
  return withoutChance(failed.message);
}
