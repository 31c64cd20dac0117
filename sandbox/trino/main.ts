/**
 * `npx tsx sandbox/trino/main.ts [FOLDER]`: installs Trino below `.sandbox/` or the folder, or finds it installed. Where
 * it cannot be had the reason is printed, and the exit code is 1.
 */
import { EXIT, UserError } from "../../errors";
import { DEFAULT_DIR } from "../world";
import { ensureTrino } from "./install";

ensureTrino(process.argv[2] ?? DEFAULT_DIR).then(
  ({ home }) => console.log(home),
  (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    console.error(error.problems.map(({ given, needed }) => `${given}; needed: ${needed}`).join("\n"));
    process.exitCode = EXIT.user;
  },
);
