import { CALLS_BY_TYPE, type CallsOfType } from "./calls-by-type";

const callKey = (service: string, name: string): string => `${service}:${name}`;

const CONFIGURED = inverted(({ changes, makes = [], removes = [] }) => [
  ...Object.values(changes).flat(),
  ...makes,
  ...removes,
]);
const SHOWN = inverted(({ shows = {} }) => Object.values(shows).flat());

/** Types of the resources that a call configures. */
export const configuredBy = (service: string, name: string): readonly string[] =>
  CONFIGURED.get(callKey(service, name)) ?? [];

/** Types of the resources that show what a call configures elsewhere. */
export const shownIn = (service: string, name: string): readonly string[] =>
  SHOWN.get(callKey(service, name)) ?? [];

function inverted(callsOf: (type: CallsOfType) => readonly string[]): ReadonlyMap<string, readonly string[]> {
  const types = new Map<string, Set<string>>();
  for (const [type, calls] of Object.entries(CALLS_BY_TYPE))
    for (const name of callsOf(calls)) {
      const key = callKey(calls.service, name);
      types.set(key, (types.get(key) ?? new Set()).add(type));
    }
  return new Map([...types].map(([key, found]) => [key, [...found]]));
}
