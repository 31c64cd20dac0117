/**
 * `npx tsx sandbox/trino/main.ts`: installs Trino below `.sandbox/`, or finds it installed. Where it cannot be had the
 * reason is the last thing printed, and the exit code is 1.
 */
import { EXIT, UserError } from "../../errors";
import { DEFAULT_DIR } from "../world";
import { ensureTrino } from "./install";

ensureTrino(DEFAULT_DIR).then(
  ({ home }) => console.log(home),
  (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    console.error(error.problems.map(({ given, needed }) => `${given}; needed: ${needed}`).join("\n"));
    process.exitCode = EXIT.user;
  },
);
