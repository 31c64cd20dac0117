/** The records of what was brought into the risk register, as the one who writes them reads them. */
import {
  appendRecord,
  findSecret,
  FollowedStream,
  type Details,
  type Followed,
  type KeyRing,
  type RecordFindingCode,
  type RecordStore,
} from "../records";
import { groupBy } from "../../configs";
import { canonicalString, sha256Hex } from "../event";
import type { Signer } from "../signing";
import { riskRegisterAlert, type RiskRegisterAlert } from "./alert";
import { labelOf, timeOf } from "./words";

/** The stream of these records. */
export const RISK_STREAM = "detector-risk-register";

type RiskEntry = Details<"risk-entry">;

/** A record that an alert was taken, which is also a claim to open its entry. */
export interface Taken {
  readonly sequence: number;
  /** Milliseconds since 1970, by the writer's clock. */
  readonly at: number;
  readonly alert: RiskRegisterAlert;
}

/** What the records say of one cycle. */
export interface Story {
  readonly label: string;
  /** All claims, first to last. */
  readonly taken: readonly Taken[];
  /** Alerts that are not in the register yet, oldest first by Datadog's clock. */
  readonly waiting: readonly RiskRegisterAlert[];
  /** Alerts that are. */
  readonly brought: readonly RiskEntry[];
  /** The entry they are in. */
  readonly entry: string | undefined;
}

interface Kept {
  readonly details: RiskEntry;
  readonly at: number;
}

export interface BookOptions {
  readonly records: RecordStore;
  readonly ring: KeyRing;
  /** The detector's. */
  readonly signer: Signer;
  readonly environment: string;
  readonly register: RiskEntry["register"];
  readonly now: () => Date;
}

/** What a record has in the place of a title that seems to hold a secret. */
const WITHHELD = "(left out of the record: it seems to hold a secret)";

/**
 * Findings after which a record is one of the detector's all the same: its signature is good. What somebody removed elsewhere
 * in the stream must not keep an alert out of the register; `evidence records verify` tells of it.
 */
const STILL_OURS: ReadonlySet<RecordFindingCode> = new Set<RecordFindingCode>([
  "sequence-missing",
  "previous-mismatch",
  "record-unreadable",
  "second-version",
  "delete-marker",
  "time-reversed",
]);

export class Book {
  private readonly followed: FollowedStream<Kept>;

  constructor(private readonly options: BookOptions) {
    const { records, ring, environment } = options;
    this.followed = new FollowedStream<Kept>(records, RISK_STREAM, ring, ({ said }) => {
      if (said.kind !== "risk-entry") return undefined;
      const { details, recordedAt } = said.statement.predicate;
      return details.environment === environment ? { details, at: Date.parse(recordedAt) } : undefined;
    });
  }

  /** What the records say of each cycle that they name. @throws UserError when they cannot be read */
  async stories(): Promise<ReadonlyMap<string, Story>> {
    const { records } = await this.followed.now();
    const relied = records.filter(({ against }) => against.every(({ code }) => STILL_OURS.has(code)));
    const cycles = groupBy(relied, ({ kept }) => labelOf(keyOf(kept.details)));
    return new Map([...cycles].map(([label, of]) => [label, storyOf(label, of)]));
  }

  async story(label: string): Promise<Story> {
    return (await this.stories()).get(label) ?? storyOf(label, []);
  }

  /** Notes an alert before the register is asked. @returns its place in the stream */
  async take(alert: RiskRegisterAlert): Promise<Taken> {
    const { sequence, at } = await this.append(alert, { entry: labelOf(alert), outcome: "taken" });
    return { sequence, at, alert };
  }

  /** Notes what was done in the register. */
  async brought(
    alert: RiskRegisterAlert,
    done: {
      readonly entry: string;
      readonly link: string;
      readonly outcome: "opened" | "updated" | "closed";
    },
  ): Promise<void> {
    await this.append(alert, done);
  }

  private async append(
    alert: RiskRegisterAlert,
    done: Pick<RiskEntry, "entry" | "outcome"> & { readonly link?: string },
  ): Promise<{ readonly sequence: number; readonly at: number }> {
    const { records, signer, environment, register, now } = this.options;
    const { ai_system: system, monitor, cycle, id, transition, article, priority, link } = alert;
    const title = findSecret({ title: alert.title }) === undefined ? alert.title : WITHHELD;
    const details = {
      ...{ environment, system, monitor, cycle, alert: id, transition, at: timeOf(alert) },
      ...{ title, article, priority, register, link, ...done },
    };
    const digest = { sha256: sha256Hex(canonicalString(details)) };
    let at = now();
    const { sequence } = await appendRecord(
      records,
      signer,
      {
        ...{ stream: RISK_STREAM, kind: "risk-entry", role: "detector", details },
        subject: [{ name: `risk-entry/${environment}/${labelOf(alert)}`, digest }],
      },
      // Asked when it is signed: its turn in the stream may come later than this.
      { now: () => (at = now()) },
    );
    return { sequence, at: at.getTime() };
  }
}

const keyOf = ({ environment, system: ai_system, monitor, cycle }: RiskEntry) => ({
  ...{ environment, ai_system, monitor, cycle },
});

/** Whether both tell of the same: an alert that is read from Datadog may have another id than when it was sent. */
function isSame(a: RiskEntry, b: RiskEntry): boolean {
  return a.alert === b.alert || (a.transition === b.transition && a.at === b.at);
}

function storyOf(label: string, records: readonly Followed<Kept>[]): Story {
  const brought = records.map(({ kept }) => kept.details).filter(({ outcome }) => outcome !== "taken");
  const taken = records.flatMap(({ sequence, kept: { details, at } }): Taken[] => {
    const alert = details.outcome === "taken" ? alertIn(details) : undefined;
    return alert ? [{ sequence, at, alert }] : [];
  });
  const open = records
    .map(({ kept }) => kept.details)
    .filter((each, index, all) => {
      if (each.outcome !== "taken" || brought.some((done) => isSame(done, each))) return false;
      return all.findIndex((other) => other.outcome === "taken" && isSame(other, each)) === index;
    })
    .flatMap((details) => alertIn(details) ?? [])
    .toSorted((a, b) => Number(a.at) - Number(b.at));
  return { label, taken, waiting: open, brought, entry: brought.at(-1)?.entry };
}

/** The alert as it was sent; nothing where a record does not hold enough of it. */
function alertIn(details: RiskEntry): RiskRegisterAlert | undefined {
  const { alert: id, system: ai_system, at, title, article, priority, link } = details;
  const { environment, monitor, cycle, transition } = details;
  const read = riskRegisterAlert.safeParse({
    schema: riskRegisterAlert.shape.schema.value,
    ...{ id, monitor, cycle, title, ai_system, environment, article, priority, transition, link },
    at: String(Date.parse(at)),
  });
  return read.success ? read.data : undefined;
}

/** Whether the records of a cycle know of this alert already. */
export function knows(story: Story, alert: RiskRegisterAlert): boolean {
  const told = { id: alert.id, transition: alert.transition, at: timeOf(alert) };
  return (
    story.taken.some(({ alert: other }) => {
      return other.id === told.id || (other.transition === told.transition && timeOf(other) === told.at);
    }) ||
    story.brought.some((done) => {
      return done.alert === told.id || (done.transition === told.transition && done.at === told.at);
    })
  );
}
