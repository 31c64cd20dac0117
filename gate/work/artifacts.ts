import type { Call, StreamGuard } from "../call";
import { Refusal } from "../refusal";
import type { Target } from "../state/gate-state";
import { idOf } from "./ids";
import type { Origin } from "./origins";
import type { Work } from "./parts";
import { endWrite } from "./write";

/** The first id in a path that has artifacts below it: whatever follows is a name that somebody gave to a file. */
const OWNER = /(?:^|\/)(?:models\/(m-[0-9a-f]{32})|([0-9a-f]{32}))\/artifacts\//;

/** Guards of uploads: by path of the artifact store, and by run from MLflow's user interface. */
export function artifactGuards(work: Work): { readonly put: StreamGuard; readonly upload: StreamGuard } {
  const guarded =
    (targetOf: (call: Call) => Promise<Target>): StreamGuard =>
    async (call) => {
      const under = await work.state.beginWrite([await targetOf(call)], call.principal, call.id);
      return async ({ status }) => endWrite(under, status !== undefined);
    };
  return {
    put: guarded(({ params }) => ownerOf(work, params["artifact_path"] ?? "")),
    upload: guarded(async ({ query }) => {
      const run = idOf("run", "run_uuid", one(query["run_uuid"]));
      checkPath(one(query["path"]) ?? "");
      if (!(await work.origins.run(run))) throw noSuch(`run ${run}`);
      return `run:${run}`;
    }),
  };
}

/**
 * What an artifact belongs to. MLflow writes wherever a path leads; the gate lets a path through only where a run or model
 * says that its artifacts are.
 */
async function ownerOf(work: Work, path: string): Promise<Target> {
  checkPath(path);
  const [, model, run] = OWNER.exec(path) ?? [];
  const origin = model ? await work.origins.model(model) : run ? await work.origins.run(run) : undefined;
  if (!model && !run) throw unknownLayout(path);
  if (!origin) throw noSuch(model ? `logged model ${model}` : `run ${run}`);
  if (!isBelow(path, origin)) throw unknownLayout(path);
  return model ? `model:${model}` : `run:${run}`;
}

/** @param path below the artifact store, as MLflow would take it */
function isBelow(path: string, { artifactUri }: Origin): boolean {
  const root = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*?)\/*$/.exec(artifactUri)?.[1];
  return root !== undefined && root !== "" && path.startsWith(`${root}/`);
}

/** MLflow decodes a path again, and again: what is decoded here once must have nothing left to decode. */
function checkPath(path: string): void {
  const parts = path.split("/");
  if (!/[\p{Cc}\\%#]/u.test(path) && parts.every((part) => part !== "" && part !== "." && part !== ".."))
    return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    "the path of an artifact has no empty, '.' or '..' part, and none of \\ % # or control characters",
  );
}

const one = (values: readonly string[] | undefined): string | undefined =>
  values?.length === 1 ? values[0] : undefined;

const noSuch = (what: string): Refusal =>
  new Refusal("RESOURCE_DOES_NOT_EXIST", `MLflow knows no ${what}: an artifact belongs to a run or a model`);

const unknownLayout = (path: string): Refusal =>
  new Refusal(
    "PERMISSION_DENIED",
    `artifacts are written below a run or a logged model (<experiment>/<run>/artifacts/…, <experiment>/models/<model>/artifacts/…), and not to ${path.slice(0, 200)}`,
  );
