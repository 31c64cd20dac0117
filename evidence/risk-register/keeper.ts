import { AtlassianError } from "../atlassian";
import type { RiskRegisterAlert } from "./alert";
import { knows, type Book, type Story } from "./book";
import { Claims } from "./claims";
import type { Register, RegisterEntry } from "./register";
import { isRecovery, labelOf } from "./words";

/** What came of an alert. */
export type Delivery =
  | {
      readonly state: "brought";
      readonly outcome: "opened" | "updated" | "closed";
      readonly entry: string;
    }
  /** It stands in the records, and is brought into the register later. */
  | { readonly state: "waiting"; readonly because: string };

/** What a round through everything that waits came to. */
export interface Round {
  readonly brought: number;
  readonly waiting: readonly { readonly label: string; readonly because: string }[];
}

/**
 * Keeps one entry of the register for each cycle, whatever comes twice, too early, too late, or at the same time; and whatever
 * breaks between the two: each alert is noted first, in the vault, and what is noted and not in the register is brought there
 * by whoever comes next.
 */
export class RegisterKeeper {
  private readonly claims: Claims;
  private readonly turns = new Map<string, Promise<unknown>>();
  /** The register asked not to be asked before. */
  private notBefore = 0;

  constructor(
    private readonly book: Book,
    private readonly register: Register,
    private readonly now: () => Date,
  ) {
    this.claims = new Claims(register.shownWithinMs);
  }

  /** Notes an alert, if it is not noted yet. @throws UserError when the vault cannot be used: then it is not noted */
  async take(sent: RiskRegisterAlert): Promise<void> {
    const alert = withCycle(sent);
    await this.inTurn(labelOf(alert), async () => {
      if (knows(await this.book.story(labelOf(alert)), alert)) return;
      this.claims.claimed(await this.book.take(alert));
    });
  }

  /** Brings everything of an alert's cycle into the register. @throws UserError when the vault cannot be used */
  async bring(sent: RiskRegisterAlert): Promise<Delivery> {
    const alert = withCycle(sent);
    const label = labelOf(alert);
    const because = await this.inTurn(label, () => this.bringCycle(label));
    const { brought } = await this.book.story(label);
    const own = brought.findLast(({ alert: id }) => id === alert.id) ?? brought.at(-1);
    if (because !== undefined || own === undefined || own.outcome === "taken")
      return { state: "waiting", because: because ?? "it is not in the register yet" };
    return { state: "brought", outcome: own.outcome, entry: own.entry };
  }

  /** Brings all that waits, whoever took it. @throws UserError when the vault cannot be used */
  async bringAll(): Promise<Round> {
    const open = [...(await this.book.stories()).values()].filter(({ waiting }) => waiting.length > 0);
    const waiting: { label: string; because: string }[] = [];
    for (const { label } of open) {
      const because = await this.inTurn(label, () => this.bringCycle(label));
      if (because !== undefined) waiting.push({ label, because });
    }
    return { brought: open.length - waiting.length, waiting };
  }

  /** @returns why something of it still waits */
  private async bringCycle(label: string): Promise<string | undefined> {
    for (let last: string | undefined; ;) {
      const story = await this.book.story(label);
      const [alert] = story.waiting;
      if (alert === undefined) return undefined;
      if (alert.id === last) return "what was noted of it cannot be read back from the records";
      const now = this.now().getTime();
      if (now < this.notBefore) return `the register asked to be left alone until ${iso(this.notBefore)}`;
      try {
        const because = await this.bringOne(story, alert);
        if (because !== undefined) return because;
        last = alert.id;
      } catch (error) {
        if (!(error instanceof AtlassianError)) throw error;
        if (error.fault === "busy") this.notBefore = now + (error.waitMs ?? 0);
        return error.message;
      }
    }
  }

  private async bringOne(story: Story, alert: RiskRegisterAlert): Promise<string | undefined> {
    const known = story.entry === undefined ? undefined : await this.register.look(story.entry, alert);
    const entry = known ?? (await this.register.find(story.label, alert));
    if (entry === undefined) return this.open(story, alert);
    const told = await this.register.tellsOf(entry.entry, alert);
    // Opened by somebody who did not come to say so.
    const outcome = known === undefined && told ? "opened" : "updated";
    if (!told) await this.register.add(entry.entry, alert);
    await this.settle(story, alert, entry, outcome);
    return undefined;
  }

  private async open(before: Story, alert: RiskRegisterAlert): Promise<string | undefined> {
    const permission = this.claims.permission(before, this.now().getTime());
    if (permission.is === "later")
      return `somebody else may have opened its entry, which is not seen before ${iso(permission.from)}`;
    if (permission.is === "to-be-claimed") this.claims.claimed(await this.book.take(alert));
    const story = permission.is === "given" ? before : await this.book.story(before.label);
    if (this.claims.permission(story, this.now().getTime()).is !== "given")
      return "somebody else is about to open its entry";
    await this.settle(story, alert, await this.openOnce(story, alert), "opened");
    return undefined;
  }

  private async openOnce(story: Story, alert: RiskRegisterAlert): Promise<RegisterEntry> {
    this.claims.begun(story);
    try {
      return await this.register.open(story.label, alert);
    } catch (error) {
      if (error instanceof AtlassianError && error.fault !== "unsure") this.claims.refused(story);
      throw error;
    }
  }

  /** Closes where the alert is over, and notes what was done. */
  private async settle(
    { waiting, brought }: Story,
    alert: RiskRegisterAlert,
    { entry, link, closed }: RegisterEntry,
    outcome: "opened" | "updated",
  ): Promise<void> {
    const at = Number(alert.at);
    const isLast =
      waiting.every((other) => Number(other.at) <= at) &&
      brought.every((other) => Date.parse(other.at) <= at);
    // What a person closed stays closed, and what is not over stays open.
    const close = isRecovery(alert) && isLast && !closed && (await this.register.close(entry));
    await this.book.brought(alert, { entry, link, outcome: close ? "closed" : outcome });
  }

  /** One after the other what is done for one cycle; other cycles do not wait. */
  private inTurn<Result>(label: string, action: () => Promise<Result>): Promise<Result> {
    const turn = (this.turns.get(label) ?? Promise.resolve()).then(action);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(label, settled);
    void settled.then(() => {
      if (this.turns.get(label) === settled) this.turns.delete(label);
    });
    return turn;
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** A test notification is of no cycle: then it is one of its own. */
function withCycle(alert: RiskRegisterAlert): RiskRegisterAlert {
  return alert.cycle === "" ? { ...alert, cycle: `event-${alert.id}` } : alert;
}
