import { text } from "../reading";
import type { Resource } from "../resource";

/** A widget of a dashboard, as far as rules read it. */
export interface ShownWidget {
  readonly type: string;
  /** What it asks Datadog for. */
  readonly query: string;
  /** Id of the objective that it shows. */
  readonly slo?: string;
}

interface Definition {
  readonly type?: unknown;
  readonly query?: unknown;
  readonly slo_id?: unknown;
  readonly widgets?: unknown;
  readonly requests?: unknown;
}

/**
 * Widgets of a dashboard, those in groups too.
 *
 * @returns `undefined` where its JSON cannot be read
 * @throws CannotTell when it is not known
 */
export function widgetsOf(dashboard: Resource): readonly ShownWidget[] | undefined {
  try {
    return below(JSON.parse(text(dashboard, "dashboard") ?? ""));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function below(group: unknown): readonly ShownWidget[] {
  const { widgets } = (group ?? {}) as Definition;
  if (!Array.isArray(widgets)) return [];
  return widgets.flatMap((each: unknown) => {
    const definition = ((each ?? {}) as { definition?: Definition }).definition ?? {};
    if (definition.type === "group") return below(definition);
    return [
      {
        type: String(definition.type),
        query: queryOf(definition),
        ...(typeof definition.slo_id === "string" && { slo: definition.slo_id }),
      },
    ];
  });
}

function queryOf({ query, requests }: Definition): string {
  if (typeof query === "string") return query;
  const [first] = Array.isArray(requests) ? (requests as { q?: unknown; query?: unknown }[]) : [];
  if (typeof first?.q === "string") return first.q;
  const of = (first?.query ?? {}) as { query_string?: unknown };
  return typeof of.query_string === "string" ? of.query_string : "";
}
