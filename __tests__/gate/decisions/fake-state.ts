import { principalId, type Principal } from "../../../gate/principal";
import { Refusal } from "../../../gate/refusal";
import type { Contributor, GateState, Holder, Intent, Target, Write } from "../../../gate/state/gate-state";

/** The gate's state in memory, with what decisions rely on: freezes wait for writes, a model is decided on by one at a time. */
export class FakeState implements GateState {
  readonly frozen = new Map<Target, Set<Holder>>();
  readonly intents: (Intent & { state: Intent["state"] })[] = [];
  readonly #contributors: Contributor[] = [];
  readonly #writes = new Map<Target, Set<Promise<void>>>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(private readonly clock: () => Date) {}

  async beginWrite(targets: readonly Target[], principal: Principal): Promise<Write> {
    const held = targets.find((target) => (this.frozen.get(target)?.size ?? 0) > 0);
    if (held !== undefined) throw new Refusal("RESOURCE_CONFLICT", `${held} is frozen`);
    await this.contributed(targets, principal);
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    for (const target of targets) this.#writes.set(target, (this.#writes.get(target) ?? new Set()).add(over));
    return {
      end: async () => {
        for (const target of targets) this.#writes.get(target)?.delete(over);
        end();
      },
    };
  }

  async contributed(targets: readonly Target[], principal: Principal): Promise<void> {
    for (const target of targets)
      this.#contributors.push({
        principal: principalId(principal),
        name: principal.name,
        kind: principal.kind,
        target,
        since: this.clock().toISOString(),
      });
  }

  async contributors(targets: readonly Target[]): Promise<readonly Contributor[]> {
    return this.#contributors.filter(({ target }) => targets.includes(target));
  }

  async freeze(targets: readonly Target[], holder: Holder): Promise<void> {
    for (const target of targets) this.frozen.set(target, (this.frozen.get(target) ?? new Set()).add(holder));
    await Promise.all(targets.flatMap((target) => [...(this.#writes.get(target) ?? [])]));
  }

  async release(holder: Holder): Promise<void> {
    for (const holders of this.frozen.values()) holders.delete(holder);
  }

  async holders(target: Target): Promise<readonly Holder[]> {
    return [...(this.frozen.get(target) ?? [])];
  }

  async allHolders(): Promise<readonly { holder: Holder; since: string }[]> {
    const since = this.clock().toISOString();
    return [...new Set([...this.frozen.values()].flatMap((all) => [...all]))].map((holder) => ({
      holder,
      since,
    }));
  }

  /** Kinds of holders of a target: what is promised is that it is frozen and why, not by which id. */
  async kinds(target: Target): Promise<readonly string[]> {
    return (await this.holders(target)).map((holder) => holder.slice(0, holder.indexOf(":")));
  }

  exclusively<T>(model: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(model) ?? Promise.resolve()).then(work, work);
    this.#turns.set(
      model,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async planned(intent: Pick<Intent, "id" | "model" | "plan">): Promise<void> {
    const plan = JSON.parse(JSON.stringify(intent.plan)) as unknown;
    this.intents.push({ ...intent, plan, state: "planned", at: this.clock().toISOString() });
  }

  async recorded(id: string, record: string): Promise<void> {
    this.#set(id, { state: "recorded", record });
  }

  async settled(id: string, as: "done" | "not-done"): Promise<void> {
    this.#set(id, { state: as });
  }

  async openIntents(): Promise<readonly Intent[]> {
    return this.intents.filter(({ state }) => state === "planned" || state === "recorded");
  }

  async givenUp(withinMs: number): Promise<readonly Intent[]> {
    const since = this.clock().getTime() - withinMs;
    return this.intents.filter(
      ({ state, record, at }) => state === "not-done" && record !== undefined && Date.parse(at) > since,
    );
  }

  async close(): Promise<void> {}

  #set(id: string, change: Partial<Intent>): void {
    const index = this.intents.findIndex((intent) => intent.id === id);
    const intent = this.intents[index];
    if (intent !== undefined) this.intents[index] = { ...intent, ...change };
  }
}
