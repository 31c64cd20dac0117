import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { temporaryFolder } from "../temporary";

/** A team's configs in a folder of their own: the repository's, with changes. */
export class TeamConfigs {
  readonly dir = temporaryFolder();

  constructor() {
    for (const folder of ["systems", "environments", "thresholds"])
      cpSync(join(__dirname, "../../configs", folder), join(this.dir, folder), { recursive: true });
  }

  /** Sets a field of a file; `undefined` removes it. */
  set(file: string, path: readonly (string | number)[], value: unknown): this {
    const document = parseDocument(readFileSync(join(this.dir, file), "utf8"));
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, value);
    return this.write(file, document.toString());
  }

  copy(from: string, to: string): this {
    cpSync(join(this.dir, from), join(this.dir, to));
    return this;
  }

  write(file: string, content: string | Uint8Array): this {
    writeFileSync(join(this.dir, file), content);
    return this;
  }
}
