import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Problem } from "../errors";
import type { Configs } from "./load";
import { parseYaml } from "./yaml-file";

const KINDS = ["systems", "environments"] as const;

/**
 * Ids that the base declares and these configs do not. What was deployed under such an id would be left to itself:
 * nothing plans, checks or closes it any more.
 *
 * @param base folder of the configs at the revision compared with; its files need not satisfy today's schema
 */
export function vanished(base: string, configs: Configs): Problem[] {
  return KINDS.flatMap((kind) => {
    const now = new Set(configs[kind].map(({ id }) => id));
    return declaredIn(join(base, kind)).flatMap(({ id, path }): Problem[] => {
      if (id === undefined)
        return [
          {
            code: "base-not-readable",
            where: path,
            needed: "a file whose id can be read: what is not compared is not passed",
            fix: "name the configs of another revision",
          },
        ];
      return now.has(id) ? [] : [gone(kind, id, path)];
    });
  });
}

function gone(kind: (typeof KINDS)[number], id: string, path: string): Problem {
  const ofSystem = kind === "systems";
  return {
    code: ofSystem ? "system-vanished" : "environment-vanished",
    where: path,
    field: "id",
    given: `${JSON.stringify(id)}, which no file of ${kind}/ has any more`,
    needed: ofSystem
      ? "every system that was declared: its monitors would go on, or stop, and no plan would show it"
      : "every environment that was declared: its vault would be left to itself, and no plan would show it",
    fix: ofSystem
      ? `bring systems/${id}.yaml back, with \`status: retired\` and monitoring.afterRetirement \`keep\` or \`close\``
      : `bring environments/${id}.yaml back; docs/runbooks/end-of-retention.md says how a vault ends`,
  };
}

function declaredIn(folder: string): { readonly id: string | undefined; readonly path: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const path = relative(process.cwd(), join(folder, name));
      const { value } = parseYaml(path, readFileSync(join(folder, name)));
      const id =
        typeof value === "object" && value !== null ? (value as Record<string, unknown>)["id"] : undefined;
      return { id: typeof id === "string" ? id : undefined, path };
    });
}
