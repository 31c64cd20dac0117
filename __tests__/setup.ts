import { Testing } from "cdktf";
import { removeTemporaryFolders } from "./temporary";

Testing.setupJest();

afterAll(removeTemporaryFolders);
