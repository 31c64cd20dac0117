/** What an error of Terraform's says. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
}

/** What a plan would do to one resource, in Terraform's own words. */
export interface PlannedChange {
  readonly address: string;
  readonly action: string;
}

/** How many resources were made, changed and destroyed. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

interface UiLine {
  readonly type?: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly hook?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string };
}

const DONE: Readonly<Record<string, keyof Counts>> = {
  create: "added",
  update: "changed",
  delete: "destroyed",
};

/**
 * Takes Terraform's machine-readable lines and keeps what is asked for afterwards. Lines that are no JSON are passed over:
 * a provider may print what it likes.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export class TerraformSaid {
  readonly changes: PlannedChange[] = [];
  readonly errors: Diagnostic[] = [];
  readonly #begun = new Set<string>();
  readonly #counts = { added: 0, changed: 0, destroyed: 0 };

  readonly line = (text: string): void => {
    const said = parsed(text);
    if (said === undefined) return;
    const { type, change, hook, diagnostic } = said;
    if (type === "planned_change" && change)
      this.changes.push({ address: change.resource.addr, action: change.action });
    if (type === "diagnostic" && diagnostic?.severity === "error")
      this.errors.push({ summary: diagnostic.summary, detail: diagnostic.detail ?? "" });
    const done = hook && DONE[hook.action];
    if (!done) return;
    if (type === "apply_start") this.#begun.add(hook.resource.addr);
    if (type === "apply_complete") this.#counts[done]++;
  };

  /** Resources on which Terraform began to act, sorted. */
  get begun(): readonly string[] {
    return [...this.#begun].sort();
  }

  /** What was carried out; a replacement counts twice, as in Terraform's own summary. */
  get counts(): Counts {
    return this.#counts;
  }
}

function parsed(line: string): UiLine | undefined {
  try {
    return JSON.parse(line) as UiLine;
  } catch {
    return undefined;
  }
}
