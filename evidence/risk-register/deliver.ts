import type { RiskRegisterAlert } from "./alert";
import type { Book } from "./book";
import { knows } from "./book";
import { alertOf } from "./from-datadog";
import type { RegisterKeeper, Round } from "./keeper";
import { labelOf } from "./words";

/** What delivering what the door missed came to. */
export interface Catching {
  /** Alerts that were read. */
  readonly alerts: number;
  /** Those among them that no record knew of: the door missed them. */
  readonly missed: readonly RiskRegisterAlert[];
  /** Events that could not be understood, and what could not be read. */
  readonly unread: readonly string[];
  /** What came of everything that waited; nothing in a dry run. */
  readonly round?: Round;
}

/** Where alerts are read from, and what keeps the register. */
export interface CatchingRequest {
  /** Events as Datadog keeps them, page by page. */
  readonly events: AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>;
  /** What is known not to be among them, in words. */
  readonly unread?: readonly string[];
  readonly environment: string;
  /** Where people look at monitors. */
  readonly app: string;
  readonly book: Pick<Book, "stories">;
  /** Nothing for a dry run. */
  readonly keeper: Pick<RegisterKeeper, "take" | "bringAll"> | undefined;
}

/**
 * Notes every alert that no record knows of, and then brings all that waits into the register: that a door was shut for a day
 * leaves nothing out. It can be run as often as one likes.
 *
 * @throws UserError when the vault cannot be used
 */
export async function catchUp(request: CatchingRequest): Promise<Catching> {
  const { events, environment, app, book, keeper } = request;
  const stories = await book.stories();
  const missed: RiskRegisterAlert[] = [];
  const unread: string[] = [...(request.unread ?? [])];
  let alerts = 0;
  for await (const page of events)
    for (const entry of page) {
      const read = alertOf(entry, environment, app);
      if ("unread" in read) unread.push(read.unread);
      if (!("alert" in read)) continue;
      alerts++;
      const story = stories.get(labelOf(read.alert));
      if (story === undefined || !knows(story, read.alert)) missed.push(read.alert);
    }
  if (keeper === undefined) return { alerts, missed, unread };
  for (const alert of missed) await keeper.take(alert);
  return { alerts, missed, unread, round: await keeper.bringAll() };
}
