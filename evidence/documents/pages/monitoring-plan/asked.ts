import { asked as element } from "../../words";

/** An element that the law asks of the plan. */
export const asked = (id: string) => element("monitoringPlan", id);
