import { isObject, REMOVED } from "./json";
import { keyStep, stepOf } from "./path";
import type { Document, PartMutation } from "./policies";

const SOMEBODY = "arn:aws:iam::999999999999:role/somebody";

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
