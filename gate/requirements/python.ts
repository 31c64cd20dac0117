/** A text as a literal of Python, on one line. */
const pythonText = (text: string): string => JSON.stringify(text);

/** The call that sets a tag on a run that has ended. */
export const setTag = (runId: string, key: string, value: string): string =>
  `MlflowClient().set_tag(${pythonText(runId)}, ${pythonText(key)}, ${pythonText(value)})`;

/** The same for several tags, as one statement. */
export function setTags(runId: string, tags: readonly (readonly [key: string, value: string])[]): string {
  const [only] = tags;
  if (only && tags.length === 1) return setTag(runId, ...only);
  const entries = tags.map(([key, value]) => `${pythonText(key)}: ${pythonText(value)}`);
  return `[MlflowClient().set_tag(${pythonText(runId)}, k, v) for k, v in {${entries.join(", ")}}.items()]`;
}
