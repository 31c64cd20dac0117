import { crashes } from "../node/spool/crashes";
import { applicationInPython } from "./application-program";

let program: readonly string[];
beforeAll(async () => {
  program = await applicationInPython();
}, 600_000);

describe("in Python", () => crashes(() => program));
