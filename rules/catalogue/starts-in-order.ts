import { optionsOf, programOf, theProgram, type Container, type Program } from "../facts/containers";
import { ofEveryContainer } from "../families/containers";
import type { Resource } from "../resource";

/** What each program waits for, where it is there, and what it must have become. */
const AFTER: Readonly<Partial<Record<Program, { readonly program: Program; readonly condition: string }>>> = {
  mlflow: { program: "migrate", condition: "SUCCESS" },
  gate: { program: "mlflow", condition: "HEALTHY" },
  job: { program: "mlflow", condition: "HEALTHY" },
};
/** How a program is asked whether it works: nothing but the interpreter of its image is there to ask. */
const HEALTH: Readonly<Partial<Record<Program, (port: string) => readonly string[]>>> = {
  mlflow: (port) => [
    ...["CMD", "python", "-c"],
    `import urllib.request as r; r.urlopen('http://127.0.0.1:${port}/health', timeout=3)`,
  ],
  gate: (port) => [
    ...["CMD", "node", "-e"],
    `fetch('http://127.0.0.1:${port}/evidence/health').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))`,
  ],
};
const MIGRATION = "python /app/migrate.py";

export const startsInOrder = ofEveryContainer({
  id: "starts-in-order",
  duties: ["Art12", "Art17(1)"],
  title: "The schema is brought up before MLflow starts, and MLflow works before gate and jobs do",
  why: "An MLflow over another schema fails requests half way; a gate or a job without MLflow judges nothing.",
  fix: "Have mlflow depend on migrate (SUCCESS), gate and job on mlflow (HEALTHY), each with its health check, and all but migrate essential.",
  faults: (container, task) => [...order(container, task), ...health(container), ...ends(container)],
});

function order(container: Container, task: Resource): readonly string[] {
  const after = AFTER[programOf(container)];
  const before = after && theProgram(task, after.program);
  if (!before) return [];
  const waits = (container.dependsOn ?? []).some(
    ({ containerName, condition }) => containerName === before.name && condition === after.condition,
  );
  return waits ? [] : [`does not wait for ${before.name}`];
}

function health(container: Container): readonly string[] {
  const asked = HEALTH[programOf(container)]?.(String(optionsOf(container).get("--port")));
  if (asked === undefined) return [];
  const { command = [] } = container.healthCheck ?? {};
  return command.join(" ") === asked.join(" ") ? [] : ["is not asked whether it works"];
}

function ends(container: Container): readonly string[] {
  const { essential = true, entryPoint = [] } = container;
  if (programOf(container) !== "migrate") return essential ? [] : ["may end while the task goes on"];
  return [
    ...(essential ? ["ends the task when it has done its work"] : []),
    ...(entryPoint.join(" ") === MIGRATION && container.command === undefined ? [] : ["is no migration"]),
  ];
}
