import { World } from "../decisions/world";

export { ben } from "../decisions/world";
export const { rules } = new World();
