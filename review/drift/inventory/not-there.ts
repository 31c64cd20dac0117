import type { Copy } from "./search";

/** What a run of Terraform said of what is looked for. */
export interface Heard {
  /** Terraform's addresses of what is not in the account. */
  readonly missing: ReadonlySet<string>;
  /** Why what has our tags cannot be listed. */
  readonly untold: string | undefined;
  /** Errors that say neither. */
  readonly others: number;
}

/** One error of Terraform's. */
export interface ErrorSaid {
  readonly summary: string;
  readonly detail?: string;
  /** Terraform's address of the data source that failed. */
  readonly address?: string;
}

/** Terraform's own words, whatever the provider. */
const NOT_THERE = "Cannot import non-existent remote object";

/** Reads the errors of a plan that imports. */
export function heard(errors: readonly ErrorSaid[], { lookups, tagged }: Copy): Heard {
  const missing = new Set<string>();
  let untold: string | undefined;
  let others = 0;
  for (const { summary, detail = "", address = "" } of errors) {
    const lookup = lookups.get(address);
    const [, imported] = summary === NOT_THERE ? (/"([^"]+)"/.exec(detail) ?? []) : [];
    if (imported !== undefined) missing.add(imported);
    else if (lookup && typeof lookup.by !== "string" && lookup.by.absent.test(summary))
      missing.add(lookup.address);
    else if (tagged.has(address)) untold = summary;
    else others += 1;
  }
  return { missing, untold, others };
}

/** The error in a machine-readable line of Terraform's; nothing where it tells of none. */
export function errorIn(line: string): ErrorSaid | undefined {
  try {
    const { diagnostic } = JSON.parse(line) as { diagnostic?: ErrorSaid & { readonly severity: string } };
    return diagnostic?.severity === "error" ? diagnostic : undefined;
  } catch {
    return undefined;
  }
}
