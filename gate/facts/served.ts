import { SPELLING } from "../spellings";
import type { Target } from "../state/gate-state";

/** Where the artifacts lie that are served to whoever loads a version, below MLflow's artifact root. */
export interface Served {
  /** `1/models/m-…/artifacts`, or a folder below `1/<run>/artifacts` for clients of MLflow 2. */
  readonly root: string;
  /** Whose artifacts they are: what is frozen so that they stay. */
  readonly owner: { readonly kind: "model" | "run"; readonly id: string };
}

/** No percent sign, no white space, nothing that two readers of a path could understand differently. */
const SEGMENT = /^[A-Za-z0-9_.~-]+$/;

/**
 * Understands MLflow's download address of a version (`mlflow-artifacts:/…`, through which clients load `models:/name/3`).
 *
 * @returns undefined for any other place: what does not come through the gate cannot be frozen by it
 */
export function servedFrom(uri: string): Served | undefined {
  const [, path] = /^mlflow-artifacts:\/([^/].*)$/.exec(uri) ?? [];
  if (path === undefined) return undefined;
  const segments = path.split("/");
  if (!segments.every((segment) => SEGMENT.test(segment) && segment !== "." && segment !== ".."))
    return undefined;
  const [experiment = "", second = "", third = "", fourth] = segments;
  if (!SPELLING.experiment.test(experiment)) return undefined;
  if (
    second === "models" &&
    SPELLING.loggedModel.test(third) &&
    fourth === "artifacts" &&
    segments.length === 4
  )
    return { root: path, owner: { kind: "model", id: third } };
  if (SPELLING.run.test(second) && third === "artifacts" && segments.length > 3)
    return { root: path, owner: { kind: "run", id: second } };
  return undefined;
}

/** The target to freeze so that what is served stays as it is. */
export function targetOf({ owner }: Served): Target {
  return `${owner.kind}:${owner.id}`;
}
