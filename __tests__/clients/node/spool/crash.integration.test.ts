import { crashes } from "./crashes";

crashes();
