import type { PromotionFacts } from "../facts/promotion-facts";
import type { DecisionDraft } from "../ledger/ledger";
import { principalId } from "../principal";
import { Refusal } from "../refusal";
import type { Lack } from "../requirements/lack";
import { nowOf, type DecisionParts } from "./parts";

/** The same refusal of the same evidence to the same principal is recorded once in this time. */
const SAME_AGAIN_MS = 5 * 60_000;
/** A client that asks for ever new refusals fills the gate's log, not the vault. */
const AT_MOST_PER_PRINCIPAL = 30;

export type Refused = Omit<DecisionDraft, "act" | "lacks"> & { readonly lacks: readonly Lack[] };

/** Says no: recorded, told, and in words. One for a gate. */
export class Refusals {
  readonly #parts: DecisionParts;
  readonly #recorded = new Map<string, { readonly at: number; readonly principal: string }>();

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  /** @throws Refusal always: with everything that is lacking */
  async refuse(refused: Refused, version: { name: string; version: string }): Promise<never> {
    const { door, lacks } = refused;
    const message = this.#parts.rules.explain({ version, ...(door !== undefined && { door }), lacks });
    const noted = await this.#note(refused);
    throw new Refusal(
      "PERMISSION_DENIED",
      noted ? message : `${message}\n(This refusal could not be recorded.)`,
    );
  }

  /** Says no to something no evidence could make right. @throws Refusal always */
  async deny(refused: Omit<Refused, "lacks">, reason: string): Promise<never> {
    const noted = await this.#note({ ...refused, reason, lacks: [] });
    throw new Refusal(
      "PERMISSION_DENIED",
      `EU AI Act gate: ${reason}${noted ? "" : " (This refusal could not be recorded.)"}`,
    );
  }

  async #note(refused: Refused): Promise<boolean> {
    const { alerts, ledger, log } = this.#parts;
    const key = fingerprint(refused);
    if (!this.#isNew(key, principalId(refused.principal))) return true;
    const { name, version } = refused.subject;
    log?.(
      `refused: ${refused.principal.name}: ${name} ${version ?? ""}: ${refused.reason ?? idsOf(refused).join(", ")}`,
    );
    try {
      await ledger.write({ ...refused, act: "refuse" });
    } catch (error) {
      this.#recorded.delete(key);
      log?.(`a refusal could not be recorded: ${String(error)}`);
      return false;
    }
    await alerts?.refused({
      model: name,
      version: version ?? "",
      ...(refused.system !== undefined && { system: refused.system }),
      ...(refused.door !== undefined && { door: refused.door }),
      requirements: idsOf(refused),
    });
    return true;
  }

  /** Remembers it, unless it is known or its principal has had too many. */
  #isNew(key: string, principal: string): boolean {
    const now = nowOf(this.#parts).getTime();
    for (const [known, { at }] of this.#recorded) if (now - at >= SAME_AGAIN_MS) this.#recorded.delete(known);
    if (this.#recorded.has(key)) return false;
    const had = [...this.#recorded.values()].filter((one) => one.principal === principal).length;
    if (had >= AT_MOST_PER_PRINCIPAL) return false;
    this.#recorded.set(key, { at: now, principal });
    return true;
  }
}

function idsOf({ lacks }: Refused): readonly string[] {
  return lacks.map(({ requirement }) => requirement);
}

function fingerprint(refused: Refused): string {
  const { principal, subject, door, reason } = refused;
  return JSON.stringify([principalId(principal), subject, door, reason, idsOf(refused)]);
}

/** What of the version a refusal's record names. */
export function subjectOf({ version }: Pick<PromotionFacts, "version">): DecisionDraft["subject"] {
  return { name: version.name, version: version.version, createdAt: version.createdAt, runId: version.runId };
}
