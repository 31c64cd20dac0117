import { createDecisions, type Decisions } from "../../../gate/decisions";
import type { Ledger } from "../../../gate/ledger/ledger";
import { recover } from "../../../gate/recovery";
import { FakeMlflow } from "../decisions/fake-mlflow";
import { FakeState } from "../decisions/fake-state";
import { anna, ben, World } from "../decisions/world";
import { LedgerFolder } from "../ledger/world";
import { Life } from "./mortal";

const { rules } = new World();
const START = new Date("2026-03-01T10:00:00Z");

/** State, vault and MLflow that outlive the gates that use them; the vault is real, in a folder. */
export class Survivors {
  now = START;
  readonly clock = (): Date => this.now;
  readonly mlflow = new FakeMlflow();
  state = new FakeState(this.clock);
  readonly folder = new LedgerFolder();
  ledger: Ledger = this.folder.ledger({ now: this.clock });

  /** What a gate reaches, for as long as it lives. */
  parts(life: Life) {
    const { state, ledger, mlflow, clock } = this;
    const models = ["credit"];
    return { state: life.port(state), ledger: life.port(ledger), upstream: life.port(mlflow), clock, models };
  }

  decisions(life = new Life()) {
    return createDecisions({ ...this.parts(life), rules });
  }

  async approve(version = "1"): Promise<void> {
    const decisions = this.decisions();
    const { key } = await decisions.status({ name: "credit", version });
    await decisions.approve({
      ...{ principal: ben, call: "call", name: "credit", version },
      evidenceSha256: key?.evidenceSha256 ?? "",
      artifactSha256: key?.artifactSha256 ?? "",
      modification: { class: "predetermined", why: "retrained on newer data" },
    });
  }

  promote(life = new Life(), more: Partial<Parameters<Decisions["promote"]>[0]> = {}) {
    const door = { kind: "stage", name: "Production" } as const;
    const order = { principal: anna, call: "call", name: "credit", version: "1", door, ...more };
    return this.decisions(life).promote(order);
  }

  pass(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  recover() {
    // A new process: it remembers nothing of the vault.
    this.ledger = this.folder.ledger({ now: this.clock });
    return recover(this.parts(new Life()));
  }

  /** Whether the records say that the version is in production. */
  async recordedInProduction(): Promise<boolean> {
    const decided = await this.ledger.history("credit");
    const undone = new Set(decided.filter(({ act }) => act === "not-carried-out").map(({ about }) => about));
    for (const { act, about } of decided) if (act === "carried-out-late") undone.delete(about);
    return decided.some(({ act, record }) => act === "promote" && !undone.has(record));
  }
}

export async function approved(): Promise<Survivors> {
  const survivors = new Survivors();
  await survivors.approve();
  return survivors;
}
