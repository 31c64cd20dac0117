import type { Migration } from "kysely";
import { state } from "./0001-state";

/** By name, in order. One is added for each change of the tables; none is changed once it was released. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-state": state,
};
