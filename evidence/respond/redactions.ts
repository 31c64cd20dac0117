import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { redactionsInvalid, redactionsUnmatched } from "../../errors";
import { KEY_STREAM } from "../records";
import { DOCUMENTS_FOLDER } from "./layout";
import type { Withheld } from "./manifest";

const ITEM = new RegExp(
  `^(?:${VAULT_PREFIXES.records}/(?!${KEY_STREAM}/)[a-z][a-z0-9-]{0,47}/[0-9]{12}\\.dsse\\.json|${VAULT_PREFIXES.documentation}/sha256/[0-9a-f]{64}|${DOCUMENTS_FOLDER}/[a-z0-9][a-z0-9-]{0,79})$`,
);

const Words = z.string().trim().min(10, "words that a reader understands").max(2_000);

const redactionsSchema = z
  .array(
    z.strictObject({
      item: z
        .string()
        .regex(
          ITEM,
          "the key of a record (not of stream keys: whoever reads the others needs revocations), documentation/sha256/<digest>, or documents/<name>",
        ),
      reason: Words,
      basis: Words,
    }),
  )
  .refine(
    (all) => new Set(all.map(({ item }) => item)).size === all.length,
    "each item once, with one reason and one basis",
  );

/** What to keep back, and why. */
type Redaction = z.infer<typeof redactionsSchema>[number];

/** What is kept back on purpose. Nothing is silently absent: each item met is noted with its digest, each not met is a fault. */
export class Redactions {
  readonly #met = new Map<string, Withheld>();

  constructor(
    private readonly listed: readonly Redaction[],
    private readonly file = "",
  ) {}

  /** @throws UserError when the file is not there, or is no list of redactions */
  static async read(file: string): Promise<Redactions> {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) throw redactionsInvalid(file, "no such file", "the file");
    let value: unknown;
    try {
      value = parse(text, { maxAliasCount: 0 });
    } catch (error) {
      throw redactionsInvalid(file, (error as Error).message.split("\n", 1)[0]!, "the file");
    }
    const result = redactionsSchema.safeParse(value);
    if (result.success) return new Redactions(result.data, file);
    const [issue] = result.error.issues;
    throw redactionsInvalid(file, issue!.message, issue!.path.join(".") || "the file");
  }

  /** Whether an item is to be kept back; if so it is noted with its digest. */
  takes(item: string, sha256: string): boolean {
    const redaction = this.listed.find((each) => each.item === item);
    if (redaction === undefined) return false;
    const { reason, basis } = redaction;
    this.#met.set(item, { item, sha256, reason, basis });
    return true;
  }

  /**
   * What was kept back.
   *
   * @param isTold whether it is known by now that an item is met, or is not
   * @throws UserError when an item was not met: a slip of the pen must not disclose what it meant
   */
  finish(isTold: (item: string) => boolean = () => true): readonly Withheld[] {
    const unmet = this.listed.map(({ item }) => item).filter((item) => !this.#met.has(item) && isTold(item));
    if (unmet.length > 0) throw redactionsUnmatched(this.file, unmet);
    return [...this.#met.values()].sort((a, b) => (a.item < b.item ? -1 : 1));
  }

  /** What makes two lists the same one. */
  get identity(): readonly Redaction[] {
    return this.listed;
  }
}
