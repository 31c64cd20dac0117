import type { DocumentStore } from "../../evidence/documentation";
import type { KeyRing, RecordStore } from "../../evidence/records";
import type { Upstream } from "../call";
import type { Log } from "../log";
import { Refusal } from "../refusal";
import { DISAGREEMENTS } from "./disagreement";
import { readEarlierCheck } from "./earlier-check";
import { look, type Looking } from "./look";
import { noted, type Noted, type Notes } from "./noted";

/** What a gate takes to look by itself. */
export interface KeepLooking extends Pick<Looking, "upstream" | "rules" | "state" | "settleMs"> {
  readonly environment: string;
  /** Opens the vault for reading; may fail, and is tried again the next time. */
  readonly vault: () => Promise<{
    readonly records: RecordStore;
    readonly documents: Pick<DocumentStore, "read">;
    readonly ring: KeyRing;
  }>;
  /** Told what is new, changed or gone; that it was told is taken for granted. */
  readonly tell: (notes: Notes) => void;
  readonly log: Log;
  /** Milliseconds before the first look. @default a minute */
  readonly firstAfterMs?: number;
  /** Milliseconds between looks, a tenth more or less. @default six hours */
  readonly againAfterMs?: number;
}

/** A gate's own look at the registry, that goes on beside its work. */
export interface Watch {
  /** Ends it; what is being read is not read to its end. */
  stop(): Promise<void>;
}

/** Recovery comes first: what a dead gate left open would be found otherwise. */
const FIRST_AFTER_MS = 60_000;
/** Every gate task hashes what is in production: the scheduled check is the one that does so every hour. */
const AGAIN_AFTER_MS = 6 * 60 * 60_000;

/**
 * Looks soon after the gate's start and every so often, and tells what it finds through the gate's alerts and log. It records
 * nothing: the gate's key may not sign what is held against the gate's own decisions. Never throws, and stops no decision.
 */
export function keepLooking(parts: KeepLooking): Watch {
  const { firstAfterMs = FIRST_AFTER_MS, againAfterMs = AGAIN_AFTER_MS, log } = parts;
  const stopped = new AbortController();
  const { signal } = stopped;
  const going = (async () => {
    let known: readonly Noted[] | undefined;
    await pause(firstAfterMs, signal);
    while (!signal.aborted) {
      try {
        known = await lookOnce({ ...parts, upstream: endedBy(signal, parts.upstream) }, known);
      } catch (error) {
        if (!signal.aborted) log("error", { part: "agreement", because: `not looked at: ${wordsOf(error)}` });
      }
      // Tasks that were started together need not look at the same time for ever.
      await pause(againAfterMs * (0.9 + 0.2 * Math.random()), signal);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await going;
    },
  };
}

/** @returns what is known to be told now */
async function lookOnce(
  { environment, vault, tell, log, ...looking }: KeepLooking,
  known: readonly Noted[] | undefined,
): Promise<readonly Noted[]> {
  const at = new Date().toISOString();
  const { records, documents, ring } = await vault();
  const earlier = await readEarlierCheck(records, ring, environment);
  const { disagreements, models, places } = await look({ ...looking, records, documents, ring, earlier });
  const before = known?.map(({ is: _is, things, ...one }) => ({
    ...one,
    ...(things && { things: [...things] }),
    told: true,
  }));
  // What the detector told before this gate was started is not told again.
  const notes = noted(disagreements, { findings: before ?? earlier?.findings ?? [] }, at);
  for (const { code, model, version, door, found, is } of notes.findings)
    log("error", { part: "agreement", because: DISAGREEMENTS[code], code, model, version, door, found, is });
  if (notes.findings.length === 0)
    log("info", { part: "agreement", because: "records and registry agree", models, places });
  tell(notes);
  return notes.findings;
}

/** MLflow, until the gate ends: then nothing more is asked of it, and no artifact is read on. */
function endedBy(signal: AbortSignal, upstream: Upstream): Upstream {
  const check = (): void => {
    if (signal.aborted) throw new Refusal("PERMISSION_DENIED", "the gate ends");
  };
  return {
    async send(request) {
      check();
      return upstream.send(request);
    },
    async artifact(path) {
      check();
      return untilAborted(await upstream.artifact(path), check);
    },
  };
}

async function* untilAborted(
  bytes: AsyncIterable<Uint8Array>,
  check: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    check();
    yield chunk;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener("abort", done, { once: true });
  });
}
