import { isObject, REMOVED } from "./json";
import { keyStep, stepOf } from "./path";
import type { Document, PartMutation } from "./policies";

const SOMEBODY = "arn:aws:iam::999999999999:role/somebody";

/** Whether a document is an event pattern: what an event must have, by part. */
export const isPattern = (document: Document): boolean => isObject(document["detail"]);

/** What could be done to any other document: each key taken out, each text changed, one more key. */
export function objectMutations(document: Document): readonly PartMutation[] {
  return [
    { path: ["more"], place: ["more"], name: "added", value: "more" },
    ...Object.keys(document).flatMap((key) => {
      const at = { path: [keyStep(key)], place: [key] };
      return [
        { ...at, name: "removed", value: REMOVED },
        { ...at, name: "changed", value: `${String(document[key])}-other` },
      ];
    }),
  ];
}

/** What could be done to an event pattern: narrowed by one more condition; each condition and each name taken out or changed. */
export function patternMutations(pattern: Document): readonly PartMutation[] {
  const { detail } = pattern as { detail?: Document };
  const narrower = (name: string, condition: Document): PartMutation => ({
    path: ["detail"],
    place: ["detail"],
    name,
    value: { ...detail, ...condition },
  });
  return [
    narrower("denied attempts only", { errorCode: ["AccessDenied"] }),
    narrower("one person only", { userIdentity: { arn: [SOMEBODY] } }),
    ...below(pattern, [], []),
  ];
}

function below(
  value: unknown,
  path: PartMutation["path"],
  place: PartMutation["place"],
): readonly PartMutation[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => {
      const at = { path: [...path, stepOf(each, index)], place: [...place, index] };
      const removal = value.length > 1 ? [{ ...at, name: "removed", value: REMOVED }] : [];
      return [...removal, { ...at, name: "changed", value: `${String(each)}-other` }];
    });
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const at = { path: [...path, keyStep(key)], place: [...place, key] };
    return [{ ...at, name: "removed", value: REMOVED }, ...below(each, at.path, at.place)];
  });
}
