/** The one spelling of each of MLflow's ids: in another one a thing could be frozen under its name and written to under that. */
export const SPELLING = {
  run: /^[0-9a-f]{32}$/,
  loggedModel: /^m-[0-9a-f]{32}$/,
  experiment: /^(?:0|[1-9][0-9]{0,18})$/,
  version: /^[1-9][0-9]{0,8}$/,
  registeredModel: /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
} as const;

/** The logged model that a version's source `models:/m-…` names. */
export function loggedModelIn(source: string): string | undefined {
  const [, id] = /^models:\/([^/]+)$/.exec(source) ?? [];
  return id !== undefined && SPELLING.loggedModel.test(id) ? id : undefined;
}
