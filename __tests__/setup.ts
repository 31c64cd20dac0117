import { Testing } from "cdktf";
import { removeTemporaryFolders } from "./temporary";

Testing.setupJest();

// Long enough for a slow or busy machine: a test is about what happens, not about when.
jest.setTimeout(60_000);

afterAll(removeTemporaryFolders);
