import { canonicalString, sha256Hex } from "../../evidence/event";
import { keepDocument, type DocumentStore } from "../../evidence/documentation";
import {
  appendRecord,
  FollowedStream,
  mustBeEntitled,
  type Followed,
  type Following,
  type KeyRing,
  type RecordDraft,
  type RecordStore,
} from "../../evidence/records";
import type { Signer } from "../../evidence/signing";
import { documentationRetainUntil } from "../../regulation";
import type { ApprovalFacts, ArtifactManifest } from "../facts/promotion-facts";
import { Refusal } from "../refusal";
import type { ApprovalKey } from "../state/gate-state";
import { detailsOf, recordedPrincipal, subjectsOf } from "./details";
import type { DecisionDraft, Ledger, RecordedDecision, RecordRef } from "./ledger";
import { approvalFacts, isFor, keptDecision, meansIt, type KeptDecision } from "./recorded";
import { chainBroken, notKept, notReadable, notRecorded } from "./words";

/** Stream of everything the gate decides. */
export const GATE_STREAM = "gate";

/** How long a decision waits for its record while others append, or the store does not answer, in milliseconds. */
const RECORD_WITHIN_MS = 10_000;

/** Artifacts that are kept at the same time. */
const KEPT_AT_ONCE = 4;

export interface LedgerParts {
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  /** The gate's key. */
  readonly signer: Signer;
  readonly ring: KeyRing;
  readonly environment: string;
  /**
   * When the system that declares a registered model was placed on the market: ISO date, or `unknown-yet`.
   * @default unknown yet, for every model
   */
  readonly placedOnMarket?: (registeredModel: string) => string | undefined;
  /** @default the system's clock */
  readonly now?: () => Date;
}

/**
 * Opens the ledger of an environment's vault. Reads nothing yet.
 * @throws UserError when readers would not rely on what this key signs as the gate
 */
export function openLedger(parts: LedgerParts): Ledger {
  mustBeEntitled(parts.ring, parts.signer, "gate", parts.now?.());
  return new VaultLedger(parts);
}

class VaultLedger implements Ledger {
  readonly #stream: FollowedStream<KeptDecision>;

  constructor(private readonly parts: LedgerParts) {
    this.#stream = new FollowedStream(parts.records, GATE_STREAM, parts.ring, keptDecision);
  }

  write(decision: DecisionDraft): Promise<RecordRef> {
    return this.#append({
      kind: "gate-decision",
      subject: subjectsOf(decision.subject),
      details: detailsOf(decision, this.parts.environment),
    });
  }

  async approvalsOf(key: ApprovalKey): Promise<readonly ApprovalFacts[]> {
    return (await this.#approvals()).filter(({ kept }) => isFor(kept, key)).flatMap(approvalFacts);
  }

  async approvalStands(id: string): Promise<boolean> {
    return (await this.#approvals()).some(({ kept }) => kept.id === id);
  }

  async history(name: string): Promise<readonly RecordedDecision[]> {
    const { records } = await this.#read();
    return records
      .filter(({ kept, against }) => against.length === 0 && kept.subject.name === name)
      .map(({ kept: { groups: _, ...decision } }) => decision);
  }

  async recordOf(intent: string): Promise<RecordRef | undefined> {
    const { records } = await this.#read();
    const found = records.find((record) => record.kept.id === intent && meansIt(record));
    return found && { key: found.key, sequence: found.sequence, sha256: found.sha256 };
  }

  async keepArtifacts(
    { files }: ArtifactManifest,
    open: (path: string) => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<void> {
    const left = [...new Map(files.toReversed().map((file) => [file.sha256, file])).values()];
    const keepNext = async (): Promise<void> => {
      for (let file = left.shift(); file !== undefined; file = left.shift()) {
        const { path, sha256, bytes } = file;
        await keepDocument(this.parts.documents, { sha256, bytes }, () => open(path));
      }
    };
    await kept(() => Promise.all(Array.from({ length: KEPT_AT_ONCE }, keepNext)));
  }

  async snapshot({
    intent,
    principal,
    key,
    evidence,
    manifest,
  }: Parameters<Ledger["snapshot"]>[0]): Promise<RecordRef> {
    const files = canonicalString(manifest.files);
    const documents = {
      evidence: { sha256: sha256Hex(evidence), bytes: Buffer.byteLength(evidence) },
      manifest: { sha256: sha256Hex(files), bytes: Buffer.byteLength(files) },
    };
    await kept(() =>
      Promise.all([this.#keepText(documents.evidence, evidence), this.#keepText(documents.manifest, files)]),
    );
    const placedOnMarket = this.parts.placedOnMarket?.(key.name) ?? "unknown-yet";
    return this.#append({
      kind: "promotion-snapshot",
      subject: subjectsOf(key),
      details: {
        intent,
        environment: this.parts.environment,
        principal: recordedPrincipal(principal),
        model: key,
        ...documents,
        artifacts: {
          files: manifest.files.length,
          bytes: manifest.files.reduce((all, { bytes }) => all + bytes, 0),
        },
        retention: { class: "documentation", until: documentationRetainUntil(placedOnMarket) },
      },
    });
  }

  /** Those that count. */
  async #approvals(): Promise<readonly Followed<KeptDecision>[]> {
    const { records, broken } = await this.#read();
    const [first] = broken;
    if (first !== undefined) throw chainBroken(first.key, first.reason);
    const revoked = revokedApprovals(records);
    return records.filter(
      ({ kept, against, key }) => kept.act === "approve" && against.length === 0 && !revoked.has(key),
    );
  }

  #keepText(document: { readonly sha256: string; readonly bytes: number }, text: string): Promise<boolean> {
    return keepDocument(this.parts.documents, document, () => Promise.resolve(bytesOf(text)));
  }

  async #append<Kind extends "gate-decision" | "promotion-snapshot">(
    draft: Pick<RecordDraft<Kind>, "kind" | "subject" | "details">,
  ): Promise<RecordRef> {
    const { records, signer, now } = this.parts;
    try {
      const options = { giveUpAfterMs: RECORD_WITHIN_MS, ...(now && { now }) };
      const full = { ...draft, stream: GATE_STREAM, role: "gate" } as RecordDraft<Kind>;
      const { key, sequence, sha256 } = await appendRecord(records, signer, full, options);
      return { key, sequence, sha256 };
    } catch (error) {
      throw notRecorded(error);
    }
  }

  async #read(): Promise<Following<KeptDecision>> {
    try {
      return await this.#stream.now();
    } catch (error) {
      throw notReadable(error);
    }
  }
}

/**
 * Records of approvals that were taken back. A revocation counts even where something speaks against its record: doubt
 * never lets anything into production.
 */
function revokedApprovals(records: readonly Followed<KeptDecision>[]): ReadonlySet<string> {
  return new Set(
    records.flatMap(({ kept: { act, about, approval } }) =>
      act === "revoke" ? [about ?? "", approval?.record ?? ""] : [],
    ),
  );
}

async function kept(keep: () => Promise<unknown>): Promise<void> {
  try {
    await keep();
  } catch (error) {
    throw error instanceof Refusal ? error : notKept(error);
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
