import type { DoorRoute } from "./table";

export interface Match {
  readonly route: DoorRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a method and path. @param segments of the path, decoded once */
export type Matcher = (method: string, segments: readonly string[]) => Match | undefined;

interface Template {
  readonly route: DoorRoute;
  readonly segments: readonly string[];
}

const PARAMETER = /^<(path:)?(\w+)>$/;

/**
 * Exact matching of method and segments: no case folding, no trailing slash, no second spelling. A path without parameters
 * goes before one with them, as in MLflow. A `<path:name>` takes the rest, one segment at least.
 */
export function matcher(routes: readonly DoorRoute[]): Matcher {
  const literal = new Map<string, DoorRoute>();
  const templates = new Map<string, Template[]>();
  for (const route of routes)
    for (const path of route.paths) {
      if (!path.includes("<")) literal.set(`${route.method} ${path}`, route);
      else
        templates.set(route.method, [
          ...(templates.get(route.method) ?? []),
          { route, segments: split(path) },
        ]);
    }
  return (method, segments) => {
    const exact = literal.get(`${method} /${segments.join("/")}`);
    if (exact) return { route: exact, params: {} };
    for (const template of templates.get(method) ?? []) {
      const params = paramsOf(template.segments, segments);
      if (params) return { route: template.route, params };
    }
    return undefined;
  };
}

const split = (path: string): string[] => path.slice(1).split("/");

function paramsOf(
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const given = segments[index];
    if (given === undefined) return undefined;
    const [, rest, name] = PARAMETER.exec(expected) ?? [];
    if (name === undefined) {
      if (given !== expected) return undefined;
    } else if (rest) {
      params[name] = segments.slice(index).join("/");
      return params;
    } else params[name] = given;
  }
  return segments.length === template.length ? params : undefined;
}

/** The path that a call is forwarded to: the route's own template with its parameters encoded anew. */
export function filledPath(
  { path }: Pick<DoorRoute, "path">,
  params: Readonly<Record<string, string>>,
): string {
  return path.replace(/<(?:path:)?(\w+)>/g, (_, name: string) =>
    (params[name] ?? "").split("/").map(encodeURIComponent).join("/"),
  );
}
