import type { Period } from "../export";
import { Gathered, subjectOf, type Alike } from "./gathered";
import { readGateBook, type GateBook } from "../decisions/gate-book";
import { alerts } from "./links/alerts";
import { approval } from "./links/approval";
import { archiveObject } from "./links/archive-object";
import { datasets } from "./links/datasets";
import { gateDecision } from "./links/gate-decision";
import { infrastructure } from "./links/infrastructure";
import { logEntry } from "./links/log-entry";
import { modelVersion } from "./links/model-version";
import { monitors } from "./links/monitors";
import { objectLock } from "./links/object-lock";
import { riskAssessment } from "./links/risk-assessment";
import { riskRegister } from "./links/risk-register";
import { run } from "./links/run";
import type { Matter, Subject } from "./matter";
import {
  CHAIN_SCHEMA_VERSION,
  worst,
  type Chain,
  type ChainAnswer,
  type ChainLink,
  type ChainQuestion,
  type LinkId,
} from "./model";
import { alertsOf } from "./monitoring";
import type { ChainSources, EntryObjects, LoggedEntry, Searched } from "./sources";
import { letInBy, standingOf } from "./standing";
import { readWatched, type Watched } from "./watched";

/**
 * Follows the chain from the log to the approver, and says of every link whether it holds.
 *
 * @param period of the log, for a version or a system; also the period of alerts. @default of alerts, the entry's day up to it
 * @throws UserError when something that is read cannot be reached, or a version is asked for without a period
 */
export async function followChain(
  question: ChainQuestion,
  period: Period | undefined,
  sources: ChainSources,
): Promise<ChainAnswer> {
  const { records, ring, environment, onProgress, system } = sources;
  const now = (sources.now ?? (() => new Date()))();
  onProgress?.("reading the records");
  const book = await readGateBook(records, ring, environment.id);
  const watched = await readWatched(records, ring, environment.id);
  onProgress?.("looking for log entries");
  const gathered = new Gathered(letInBy(book));
  const sought = { question, environment: environment.id, system, period };
  const searched = await sources.log.find(sought, (entry) => gathered.take(entry));
  const unrecorded = sources.logAlone ? LOG_ALONE : undefined;
  const common = { question, sources, searched, book, watched, unrecorded };
  const chains = await followAll(gathered, period, common, now);
  const { alike, beyond } = gathered.notFollowed;
  return {
    schema_version: CHAIN_SCHEMA_VERSION,
    environment: environment.id,
    ...(system !== undefined && { system }),
    question,
    ...(period && { period: { from: period.from, to: period.to } }),
    asked_at: now.toISOString(),
    read_from: sources.readFrom,
    outcome: worst([
      ...chains.map(({ outcome }) => outcome),
      ...(beyond > 0 ? (["cannot-tell"] as const) : []),
    ]),
    chains,
    not_followed: alike + beyond,
  };
}

interface Common {
  readonly question: ChainQuestion;
  readonly sources: ChainSources;
  readonly searched: Searched;
  readonly book: GateBook;
  readonly watched: Watched;
  /** Words, where what is read holds no records at all. */
  readonly unrecorded: string | undefined;
}

async function followAll(
  gathered: Gathered,
  period: Period | undefined,
  common: Common,
  now: Date,
): Promise<Chain[]> {
  const { question } = common;
  const chains: Chain[] = [];
  const { kinds } = gathered;
  const objects = await common.sources.log.objectsOf(
    kinds.flatMap(({ places, rivals }) => [...places, ...rivals]),
  );
  for (const kind of kinds) chains.push(await followEntry(kind, objects, period, common, now));
  if (chains.length === 0) {
    const subject =
      question.by === "version" ? { name: question.model, version: question.version } : undefined;
    chains.push(await follow(await matterOf({ subject }, period, common, now)));
  }
  return chains;
}

async function followEntry(
  { entry, subject, span }: Alike,
  objects: ReadonlyMap<string, EntryObjects>,
  period: Period | undefined,
  common: Common,
  now: Date,
): Promise<Chain> {
  const decided = subject === undefined ? await referredTo(entry, common) : undefined;
  const known = subject ?? (decided && subjectOf(decided));
  const at = decided === undefined ? span : { first: decided.event.time, last: decided.event.time };
  const found = objects.get(entry.sha256);
  return follow(
    await matterOf(
      { entry, subject: known, span: at, ...(decided && { decided }), ...(found && { objects: found }) },
      period,
      common,
      now,
    ),
  );
}

/** The event that an outcome or a review is about. */
async function referredTo({ event }: LoggedEntry, { sources }: Common): Promise<LoggedEntry | undefined> {
  if (!("refers_to" in event) || event.refers_to === undefined) return undefined;
  const question = { by: "event", event: event.refers_to } as const;
  let found: LoggedEntry | undefined;
  await sources.log.find({ question, environment: sources.environment.id }, (entry) => (found ??= entry));
  return found;
}

type Known = Pick<Matter, "entry" | "decided" | "objects"> & {
  readonly subject: Subject | undefined;
  readonly span?: Matter["span"] | undefined;
};

async function matterOf(
  { subject, span, ...known }: Known,
  period: Period | undefined,
  common: Common,
  now: Date,
): Promise<Matter> {
  const { sources, book } = common;
  const standing = subject && (await standingOf(book, subject, span, sources.documents));
  const system = known.entry?.event.system.id ?? sources.system ?? standing?.decision?.details.system;
  const declared = sources.systems.find(({ id }) => id === system);
  const watchedPeriod = alertPeriod(period, span, now);
  return {
    ...common,
    ...known,
    ...(subject && { subject }),
    ...(span && { span }),
    ...(standing && { standing }),
    ...(system !== undefined && { system }),
    ...(declared && { declared }),
    ...(watchedPeriod && { period: watchedPeriod }),
    registry: await askMlflow(sources, subject),
  };
}

async function askMlflow(
  { registry, onProgress }: ChainSources,
  subject: Subject | undefined,
): Promise<Matter["registry"]> {
  if (registry === undefined || subject === undefined) return "not-asked";
  onProgress?.(`asking MLflow for ${subject.name} ${subject.version}`);
  const said = await registry.version(subject.name, subject.version);
  if (said === undefined) return "gone";
  return typeof said === "string" ? { silent: said } : said;
}

/** Of what has passed: nobody can have copied the alerts of tomorrow. */
function alertPeriod(
  period: Period | undefined,
  span: Matter["span"],
  now: Date,
): Matter["period"] | undefined {
  if (period !== undefined) {
    const until = now.toISOString();
    // Of a period that is yet to come nothing can be known.
    if (period.from >= until) return undefined;
    return { from: period.from, to: period.to < until ? period.to : until };
  }
  return (
    span && {
      from: `${span.first.slice(0, 10)}T00:00:00.000Z`,
      to: new Date(Date.parse(span.last) + 1).toISOString(),
    }
  );
}

const LOG_ALONE =
  "This bundle holds the log without any records: an answer to an authority, or the vault itself, has them.";

/** Links that are told from the log and its seals; all others are told from records. */
const OF_THE_LOG: ReadonlySet<LinkId> = new Set(["log-entry", "archive-object", "object-lock"]);

function untold(link: ChainLink, because: string | undefined): ChainLink {
  return because === undefined || OF_THE_LOG.has(link.id)
    ? link
    : { ...link, verdict: "cannot-tell", reason: because };
}

async function follow(matter: Matter): Promise<Chain> {
  const { system, period, entry, subject, unrecorded } = matter;
  const told =
    system !== undefined && period !== undefined ? await alertsOf(matter, system, period) : undefined;
  const links = [
    logEntry(matter),
    archiveObject(matter),
    await objectLock(matter),
    modelVersion(matter),
    run(matter),
    datasets(matter),
    riskAssessment(matter),
    approval(matter),
    gateDecision(matter),
    await monitors(matter),
    alerts(matter, told),
    riskRegister(matter, told),
    infrastructure(matter),
  ].map((link) => untold(link, unrecorded));
  return {
    ...(entry && { event: { id: entry.event.event_id, type: entry.event.type, time: entry.event.time } }),
    ...(subject && { model: { name: subject.name, version: subject.version } }),
    outcome: worst(links.map(({ verdict }) => verdict)),
    links,
  };
}
