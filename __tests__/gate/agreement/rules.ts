import { World } from "../decisions/world";

export { ben } from "../decisions/world";
export const { rules } = new World();
export const CHAMPION = { kind: "alias", name: "champion" } as const;
