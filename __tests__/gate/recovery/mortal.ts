/** What a gate reaches others through: dies with it. */
export class Life {
  #steps = 0;
  #dead = false;

  /** @param diesAt the step at which the gate is killed: before it is taken, or after it was and before its answer came */
  constructor(
    private readonly diesAt = Infinity,
    private readonly when: "before" | "after" = "before",
  ) {}

  get steps(): number {
    return this.#steps;
  }

  /** A port of which every call is a step; of a dead gate none reaches anybody, so that nothing it would do has effect. */
  port<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        // A turn is around what is done in it, and ends by itself when its holder is dead.
        if (name === "exclusively") return member.bind(target) as unknown;
        return (...args: unknown[]) =>
          this.#step(() => (member as (...all: unknown[]) => unknown).apply(target, args));
      },
    });
  }

  async #step(take: () => unknown): Promise<unknown> {
    if (this.#dead) throw new Error("the gate is dead");
    const dies = ++this.#steps === this.diesAt;
    if (dies && this.when === "before") return this.#die();
    const answer = await take();
    return dies ? this.#die() : answer;
  }

  #die(): never {
    this.#dead = true;
    throw new Error("the gate was killed");
  }
}
