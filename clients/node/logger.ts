import { v7 as uuidv7 } from "uuid";
import type {
  ConfigChangeCall,
  ErrorCall,
  InferenceCall,
  OutcomeCall,
  OutOfScopeInputCall,
  OversightEventCall,
} from "./calls";
import { GENESIS } from "./canonical";
import { Art12ClosedError, Art12DeliveryError, Art12InputError, Art12ValidationError } from "./errors";
import type { Art12EventType, EventOf } from "./event";
import { contextFields, outputField, oversightField, timeField, withoutUndefined } from "./fields";
import { heartbeatSettings } from "./heartbeat";
import { Journal } from "./journal";
import type { Art12LoggerOptions } from "./options";
import { configBlock, judge, sourceFrom, type Referred, type Source } from "./source";
import { eventFault, purposesOf } from "./validate";

/**
 * Makes the logger of one process for one system, and records its `emitter_start`.
 * @throws Art12ConfigError for an option that cannot work; Art12DeliveryError when the sink does not take the start
 */
export function createArt12Logger(options: Art12LoggerOptions): Promise<Art12Logger> {
  return Art12Logger.open(options);
}

/**
 * Records events. Each method resolves with the event once the sink has taken it, or the spool where there is one, and
 * rejects with an Art12Error otherwise. Calls may overlap: events keep the order of the calls.
 */
export class Art12Logger {
  #source: Source;
  readonly #journal: Journal;
  #timer: NodeJS.Timeout | undefined;
  #closing: Promise<EventOf<"emitter_stop">> | undefined;

  private constructor(
    source: Source,
    journal: Journal,
    private readonly heartbeatSeconds: number | undefined,
  ) {
    this.#source = source;
    this.#journal = journal;
  }

  /** See {@link createArt12Logger}. */
  static async open(options: Art12LoggerOptions): Promise<Art12Logger> {
    const source = await sourceFrom(options);
    const heartbeat = options.heartbeat && heartbeatSettings(options.heartbeat);
    const { emitter, now } = source;
    // It says how many were dropped. Should it fail because the logger is being closed, the stop says so.
    const onRecovered = () => void logger.heartbeat().catch(() => undefined);
    const journal = await Journal.open(options, { emitter: emitter.id, now, onRecovered });
    const logger = new Art12Logger(source, journal, heartbeat?.everySeconds);
    try {
      await logger.#record("emitter_start", {
        heartbeat_seconds: heartbeat?.everySeconds,
        when_log_cannot_be_written: options.spool?.whenLogCannotBeWritten,
      });
    } catch (error) {
      await journal.close();
      throw error;
    }
    // A timer alone must not keep the application running.
    if (heartbeat) {
      const beat = () => void logger.heartbeat().catch(heartbeat.onFault);
      logger.#timer = setInterval(beat, heartbeat.everySeconds * 1000).unref();
    }
    return logger;
  }

  /** Events that could not be written and are lost, where the spool is told to let the application go on. */
  get dropped(): number {
    return this.#journal.dropped;
  }

  /** The system produced an output for one input. */
  async inference(call: InferenceCall): Promise<EventOf<"inference">> {
    const { input, output, oversight, use, ...context } = call;
    const source = this.#source;
    const referred = source.refer(input);
    const fields = {
      ...contextFields(context, "inference", source),
      use: use && { start: timeField(use.start), end: timeField(use.end) },
      model: source.model,
      config: source.config,
      input: referred.reference,
      output: outputField(output, source),
      oversight: oversightField(oversight, source),
    };
    return this.#record("inference", fields, referred);
  }

  /** What turned out later about an inference. */
  async outcome(call: OutcomeCall): Promise<EventOf<"outcome">> {
    const { refersTo, outcome, ...context } = call;
    const source = this.#source;
    source.vocabulary.check("outcomes", outcome, "outcome");
    return this.#record("outcome", {
      ...contextFields(context, "outcome", source),
      refers_to: refersTo,
      outcome,
    });
  }

  /** A person reviewed an event, or decided otherwise. */
  async oversight(call: OversightEventCall): Promise<EventOf<"oversight">> {
    const { refersTo, caseId, traceId, ...oversight } = call;
    return this.#record("oversight", {
      ...contextFields({ caseId, traceId }, "oversight", this.#source),
      refers_to: refersTo,
      oversight: oversightField(oversight, this.#source),
    });
  }

  /** The system failed to do what it is for. */
  async error(call: ErrorCall): Promise<EventOf<"error">> {
    const { error, refersTo, ...context } = call;
    const source = this.#source;
    source.vocabulary.check("errors", error, "error");
    const fields = { error, model: source.model, refers_to: refersTo };
    return this.#record("error", { ...contextFields(context, "error", source), ...fields });
  }

  /** An input outside the intended purpose was met, and not decided on. */
  async outOfScopeInput(call: OutOfScopeInputCall): Promise<EventOf<"out_of_scope_input">> {
    const { input, reason, ...context } = call;
    const source = this.#source;
    source.vocabulary.check("reasons", reason, "reason");
    const referred = source.refer(input);
    const fields = { model: source.model, input: referred.reference, reason };
    return this.#record(
      "out_of_scope_input",
      { ...contextFields(context, "outOfScopeInput", source), ...fields },
      referred,
    );
  }

  /** The settings change now. Inferences called after this resolves carry the new ones. */
  async configChange(call: ConfigChangeCall): Promise<EventOf<"config_change">> {
    const { config, reason, ...context } = call;
    const source = this.#source;
    source.vocabulary.check("reasons", reason, "reason");
    const changed = { ...source, config: configBlock(config) };
    judge(changed);
    const fields = { before: source.config.digest, after: changed.config.digest, reason };
    try {
      const event = await this.#record("config_change", {
        ...contextFields(context, "configChange", source),
        ...fields,
      });
      this.#source = changed;
      return event;
    } catch (error) {
      // The event keeps its place and arrives before the next one: the log will say that the settings changed.
      if (error instanceof Art12DeliveryError && error.delivered === "unknown") this.#source = changed;
      throw error;
    }
  }

  /** The emitter is alive. Call it on a timer, or have the option `heartbeat` do so: silence is told from absence by it. */
  async heartbeat(): Promise<EventOf<"emitter_heartbeat">> {
    return this.#record("emitter_heartbeat", { heartbeat_seconds: this.heartbeatSeconds });
  }

  /**
   * Records `emitter_stop` after everything called before, and takes no more calls. It then waits a little for the last
   * checkpoint and for what is still in the spool. Safe to call twice.
   */
  close(): Promise<EventOf<"emitter_stop">> {
    clearInterval(this.#timer);
    this.#closing ??= this.#record("emitter_stop", {}).finally(() => this.#journal.close());
    return this.#closing;
  }

  async #record<Type extends Art12EventType>(
    type: Type,
    fields: object,
    { nonce }: Partial<Referred> = {},
  ): Promise<EventOf<Type>> {
    if (this.#closing !== undefined) throw closed();
    const { identity, emitter, now, keepOpening } = this.#source;
    const msecs = now();
    const event = withoutUndefined({
      ...identity,
      event_id: uuidv7({ msecs }),
      type,
      purposes: purposesOf(type),
      time: new Date(msecs).toISOString(),
      ...fields,
      emitter: { ...emitter, sequence: 1, prev: GENESIS },
    }) as EventOf<Type>;
    const fault = eventFault(event);
    if (fault !== undefined) throw refused(fault.field, fault.needed);
    const opening = nonce === undefined ? undefined : kept(() => keepOpening(event.event_id, nonce));
    await this.#journal.send(event, opening);
    return event;
  }
}

async function kept(keep: () => Promise<void>): Promise<void> {
  try {
    await keep();
  } catch (cause) {
    throw new Art12InputError({
      code: "opening-not-kept",
      field: "input",
      needed: "the opening of its commitment could not be stored",
      fix: "see the cause: without its opening the reference could never be checked",
      cause,
    });
  }
}

function refused(field: string, needed: string): Art12ValidationError {
  const fix = "correct the call; the published JSON Schema describes each field";
  return new Art12ValidationError({ code: "schema-violation", field, needed, fix });
}

function closed(): Art12ClosedError {
  return new Art12ClosedError({
    code: "logger-closed",
    needed: "the logger was closed",
    fix: "call close() last, after the work that logs",
  });
}
