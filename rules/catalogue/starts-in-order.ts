import { optionsOf, programOf, theProgram, type Container, type Program } from "../facts/containers";
import { ofEveryContainer } from "../families/containers";
import type { Resource } from "../resource";

/** What each program waits for, where it is there, and what it must have become. */
const AFTER: Readonly<Partial<Record<Program, { readonly program: Program; readonly condition: string }>>> = {
  mlflow: { program: "migrate", condition: "SUCCESS" },
  gate: { program: "mlflow", condition: "HEALTHY" },
  job: { program: "mlflow", condition: "HEALTHY" },
};
/** Where a program tells that it works. */
const HEALTH: Readonly<Partial<Record<Program, string>>> = { mlflow: "/health", gate: "/evidence/health" };
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
  const path = HEALTH[programOf(container)];
  if (path === undefined) return [];
  const { command = [] } = container.healthCheck ?? {};
  const address = `http://127.0.0.1:${String(optionsOf(container).get("--port"))}${path}'`;
  const asks = command[0] === "CMD" && command.length === 4 && command[3]?.includes(address) === true;
  return asks && ["python", "node"].includes(command[1] ?? "") ? [] : ["is not asked whether it works"];
}

function ends(container: Container): readonly string[] {
  const { essential = true, entryPoint = [] } = container;
  if (programOf(container) !== "migrate") return essential ? [] : ["may end while the task goes on"];
  return [
    ...(essential ? ["ends the task when it has done its work"] : []),
    ...(entryPoint.join(" ") === MIGRATION && container.command === undefined ? [] : ["is no migration"]),
  ];
}
